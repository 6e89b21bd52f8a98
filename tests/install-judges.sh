#!/bin/sh
# Install the Debian packages that judge our output and the Italian texts it is judged on.
# Where that is not possible, say what is missing; the tests then skip with the same command.
set -eu

list="$(dirname "$0")/debian-packages.txt"
missing=""
# A line is a package, or a package and the program that is enough, wherever it came from.
while read -r package program; do
  if [ -n "$program" ] && command -v "$program" >/dev/null; then
    continue
  fi
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" \
    || missing="$missing $package"
done < "$list"
bash "$(dirname "$0")/screens/fetch.sh"
bash "$(dirname "$0")/clients/fetch.sh"
if [ -z "$missing" ]; then
  bash "$(dirname "$0")/largeprint/fetch.sh"
  exec bash "$(dirname "$0")/fetch-judgement.sh"
fi

command="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >/dev/null
  # shellcheck disable=SC2086
  apt-get install -y -q --no-install-recommends $missing >/dev/null
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  sudo apt-get update -q >/dev/null
  # shellcheck disable=SC2086
  sudo apt-get install -y -q --no-install-recommends $missing >/dev/null
else
  echo "Judges are missing and may not be installed here. To install them: sudo $command" >&2
  echo "To run the tests without them: BRAILLEDESK_JUDGES=optional make test" >&2
  exit 1
fi
bash "$(dirname "$0")/largeprint/fetch.sh"
exec bash "$(dirname "$0")/fetch-judgement.sh"
