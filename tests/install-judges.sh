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
install="apt-get install -y --no-install-recommends"
if [ -z "$missing" ]; then
  :
elif [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >/dev/null
  # shellcheck disable=SC2086
  $install -q $missing >/dev/null
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  sudo apt-get update -q >/dev/null
  # shellcheck disable=SC2086
  sudo $install -q $missing >/dev/null
else
  echo "Judges are missing and may not be installed here. To install them: sudo $install$missing" >&2
  echo "To run the tests without them: BRAILLEDESK_JUDGES=optional make test" >&2
  exit 1
fi
# Those that Debian does not have; each says what is missing on this machine to bring it.
for judges in screens clients books largeprint ocr; do
  bash "$(dirname "$0")/$judges/fetch.sh"
done
exec bash "$(dirname "$0")/fetch-judgement.sh"
