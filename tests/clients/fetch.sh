#!/usr/bin/env bash
# Bring what judges our JavaScript (see package.json). What comes is checked by its digest.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
folder="${XDG_CACHE_HOME:-$HOME/.cache}/brailledesk-clients"
digest="$(cat "$here/package.json" "$here/package-lock.json" | sha256sum | cut -c1-16)"
[ -e "$folder/$digest" ] && exit 0
if ! command -v npm >/dev/null; then
  echo "npm is missing, so the judges of JavaScript are. To install it: sudo apt-get install npm" >&2
  exit 0
fi
mkdir -p "$folder"
cp "$here/package.json" "$here/package-lock.json" "$folder"
(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --silent)
touch "$folder/$digest"
