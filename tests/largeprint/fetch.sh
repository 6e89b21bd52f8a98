#!/usr/bin/env bash
# Bring the judges of large print that Debian does not have: veraPDF from Maven Central, the checker of HTML and
# axe from npm. Versions are pinned in pom.xml and package-lock.json.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
folder="${XDG_CACHE_HOME:-$HOME/.cache}/brailledesk-largeprint"
digest="$(cat "$here/pom.xml" "$here/package.json" "$here/package-lock.json" | sha256sum | cut -c1-16)"
[ -e "$folder/$digest" ] && exit 0
for program in npm mvn; do
  if ! command -v "$program" >/dev/null; then
    echo "$program is missing, so judges of large print are. To install it: sudo apt-get install npm maven" >&2
    exit 0
  fi
done
mkdir -p "$folder"
cp "$here/pom.xml" "$here/package.json" "$here/package-lock.json" "$folder"
cd "$folder"
mvn --batch-mode --quiet dependency:copy-dependencies -DoutputDirectory=verapdf
npm ci --ignore-scripts --no-audit --no-fund --silent
touch "$folder/$digest"
