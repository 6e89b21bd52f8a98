#!/usr/bin/env bash
# Bring the rules that DAISY books are judged by: modules of the DAISY Pipeline, whose schemas and
# style sheets its validator runs (see daisy-modules.txt). What comes is checked by its digest.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
folder="${XDG_CACHE_HOME:-$HOME/.cache}/brailledesk-daisy"
done="$folder/$(sha256sum "$here/daisy-modules.txt" | cut -c1-16)"
[ -e "$done" ] && exit 0
if ! command -v mvn >/dev/null; then
  echo "mvn is missing, so the DAISY Pipeline is. To install it: sudo apt-get install maven" >&2
  exit 0
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
while read -r artifact digest; do
  # Maven keeps what it brings; a copy in its own store would need a plugin more.
  mvn --quiet --batch-mode dependency:get -Dartifact="$artifact" -Dtransitive=false </dev/null
  IFS=: read -r group name version <<<"$artifact"
  jar="$HOME/.m2/repository/${group//.//}/$name/$version/$name-$version.jar"
  echo "$digest  $jar" | sha256sum --check --quiet
  mkdir "$work/$name"
  (cd "$work/$name" && jar xf "$jar" xml)
done <"$here/daisy-modules.txt"
mkdir -p "$folder"
rm -rf "${folder:?}"/*
mv "$work"/* "$folder"
touch "$done"
