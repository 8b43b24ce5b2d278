#!/usr/bin/env bash
# Measures MLResNet beside ONNX Runtime, PyTorch and Pillow on this machine, and prints a Markdown table of ours, theirs and the ratio.
#
# Run: Tests/Benchmarks/Peers/run.sh [--quick] [--turns N] [--against PEER] [--threads N] [row ...]      (--list names the rows)
#
# MLRESNET_PEERS_PHOTOS is a folder of labelled photos, a folder per class, for the rows that train (400 are taken); without it those train on the
# pictures of machine parts that the tool draws.
#
# Wants: the .NET SDK; Debian's python3-torch and python3-pil; nodejs and npm. ONNX Runtime (npm's onnxruntime-node) is installed into the
# working folder, MLRESNET_PEERS or else mlresnet-peers among the temporary files, where models and pictures are made as well.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=${MLRESNET_PEERS:-${TMPDIR:-/tmp}/mlresnet-peers}
python=${PYTHON:-/usr/bin/python3}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

missing=()
for command in dotnet node npm; do
  command -v "$command" >/dev/null || missing+=("the command '$command'")
done
for module in torch:python3-torch PIL:python3-pil numpy:python3-numpy; do
  "$python" -c "import ${module%%:*}" 2>/dev/null || missing+=("$python's module '${module%%:*}' (Debian: ${module##*:})")
done
if [ ${#missing[@]} -gt 0 ]; then
  printf 'run.sh: missing: %s\n' "${missing[@]}" >&2
  exit 1
fi

case " $* " in *" --list "*) exec "$python" "$here/compare.py" "$root" "$work" "$@" ;; esac

mkdir -p "$work"
if [ ! -d "$work/npm/node_modules/onnxruntime-node" ]; then
  echo "Installing npm's onnxruntime-node into $work/npm" >&2
  mkdir -p "$work/npm"
  cp "$here/package.json" "$work/npm/"
  (cd "$work/npm" && npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error >&2)
fi
echo "Building the tool, models and pictures in $work" >&2
"$root/mlresnet" --version >/dev/null
"$python" "$here/export_onnx.py" "$work/onnx" resnet18 resnet50 resnet50v2
[ -d "$work/photos" ] || "$python" "$here/photos.py" "$work/photos"
quietly() { "$@" >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; exit 1; }; }
quietly dotnet build "$root/Tests/Benchmarks" -c Release --nologo -v quiet
quietly dotnet publish "$root/Toolkit/Cli" -c Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true \
  -o "$work/tool" --artifacts-path "$work/artifacts" --nologo -v quiet
[ -e "$work/resnet50.mlresnet" ] || dotnet "$root/Tests/Benchmarks/bin/Release/net10.0/MLResNet.Benchmarks.dll" untrained resnet50 "$work/resnet50.mlresnet"
# What transfer learning starts from: the backbone in the box, and, as there is none of ResNet-50, one that has learned to tell drawn parts.
[ -d "$work/parts" ] || quietly "$root/mlresnet" sample "$work/parts"
[ -d "$work/labelled" ] || "$python" "$here/labelled.py" "${MLRESNET_PEERS_PHOTOS:-$work/parts}" "$work/labelled" 80
cp "$root/Toolkit/BundledBackbone/backbone.mlresnet" "$work/resnet18v2-backbone.mlresnet"
[ -e "$work/resnet50-backbone.mlresnet" ] || quietly "$root/mlresnet" pretrain "$work/parts" -o "$work/resnet50-backbone.mlresnet" \
  --arch resnet50 --size 64 --start-size 64 --epochs 4 --batch 16
exec "$python" "$here/compare.py" "$root" "$work" "$@"
