#!/usr/bin/env bash
# Bring real scans: those that ocrmypdf's source archive has for its own tests (their licences are
# in it). What comes is checked by its digest; nothing of it is installed.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
folder="${XDG_CACHE_HOME:-$HOME/.cache}/brailledesk-paper"
done="$folder/$(sha256sum "$here/paper-requirements.txt" | cut -c1-16)"
[ -e "$done" ] && exit 0
if ! python3 -m pip --version >/dev/null 2>&1; then
  echo "pip is missing, so real scans are. To install it: sudo apt-get install python3-pip" >&2
  exit 0
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m pip download --quiet --disable-pip-version-check --no-deps --no-binary ocrmypdf \
  --require-hashes --dest "$work" -r "$here/paper-requirements.txt"
mkdir -p "$folder"
tar -xzf "$work"/*.tar.gz -C "$folder" --strip-components=3 --wildcards '*/tests/resources/*'
touch "$done"
