#!/usr/bin/env bash
# Measures MLResNet beside ONNX Runtime, PyTorch and Pillow on this machine, and prints a Markdown table of ours, theirs and the ratio.
#
# Run: Tests/Benchmarks/Peers/run.sh [--quick] [--threads N] [row ...]      (--list names the rows)
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
exec "$python" "$here/compare.py" "$root" "$work" "$@"
