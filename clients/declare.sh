#!/usr/bin/env bash
# Write the types of the JavaScript client (clients/js/*.d.ts) from its comments. Needs Node and
# TypeScript: `bash tests/clients/fetch.sh` brings it. A test says that they are up to date.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
judges="${XDG_CACHE_HOME:-$HOME/.cache}/brailledesk-clients/node_modules"
copy="$(mktemp -d)"
trap 'rm -r "$copy"' EXIT
cp "$here"/js/*.js "$copy" # without the declarations that are there: they would be read instead
node "$judges/typescript/bin/tsc" "$copy"/*.js --typeRoots "$judges/@types" --types node \
  --target es2022 --module es2022 --moduleResolution bundler --lib es2023,dom,dom.iterable \
  --allowJs --checkJs --strict --skipLibCheck --declaration --emitDeclarationOnly \
  --outDir "${1:-$here/js}"
