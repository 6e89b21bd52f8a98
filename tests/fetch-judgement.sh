#!/usr/bin/env bash
# Bring the Italian texts that contraction is judged on (tests/judgement.py): packages are unpacked
# into a cache, because to install them would bring games and office suites.
set -euo pipefail
list="$(cd "$(dirname "$0")" && pwd)/judgement-packages.txt"
folder="${XDG_CACHE_HOME:-$HOME/.cache}/brailledesk-judgement"
done="$folder/complete-with-books" # named anew when more is taken out of the packages
[ -e "$done" ] && exit 0
mkdir -p "$folder"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
# Private lists: only here are the Italian descriptions wanted.
apt=(-q -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" -o Acquire::Languages=it)
apt-get update "${apt[@]}" >/dev/null
/usr/lib/apt/apt-helper cat-file "$work"/lists/*_main_i18n_Translation-it* >"$folder/Translation-it"
(cd "$work" && apt-get download "${apt[@]}" $(cat "$list") >/dev/null)
for package in "$work"/*.deb; do
  dpkg-deb --fsys-tarfile "$package" |
    tar -x -C "$folder" --wildcards --no-anchored \
      '*/it/*' '*/it-IT/*' '*it.html' '*.it.epub' '*it.txt.gz' '*_it.lua' '*-manual.html' 2>/dev/null || true
done
cargo info lingua-italian-language-model >/dev/null 2>&1 || true
touch "$done"
