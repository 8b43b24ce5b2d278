#!/usr/bin/env bash
# Installs ONNX Runtime (npm's onnxruntime-node) into a cache folder outside of the repository, once, and prints that folder. The
# tests that run exported models look there; without it they are skipped. Fails with a reason where Node or npm is missing or the
# registry is out of reach.
#
# Run: Tests/Oracles/onnxruntime/install.sh      MLRESNET_ONNXRUNTIME moves the folder.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${MLRESNET_ONNXRUNTIME:-${XDG_CACHE_HOME:-$HOME/.cache}/mlresnet-onnxruntime}
package=$here/../../Benchmarks/Peers/package.json

fail() { echo "ONNX Runtime is not installed: $1" >&2; exit 1; }
for command in node npm; do
  command -v "$command" >/dev/null || fail "there is no command '$command'"
done

if ! cmp -s "$package" "$folder/package.json" || [ ! -d "$folder/node_modules/onnxruntime-node" ]; then
  mkdir -p "$(dirname "$folder")" || fail "$folder cannot be made"
  new=$(mktemp -d "$folder.XXXXXX") || fail "$folder cannot be made"
  trap 'rm -rf "$new"' EXIT
  cp "$package" "$new/"
  (cd "$new" && timeout 300 npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error >&2) ||
    fail "npm cannot install it"
  rm -rf "$folder"
  mv "$new" "$folder"
fi
echo "$folder"
