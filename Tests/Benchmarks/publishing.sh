#!/usr/bin/env bash
# Publishes the generated console program and web service in every form, and prints how long each takes from the start of its process
# to its first answer: the median of several starts. Run it on a machine that does nothing else.
#
#     Tests/Benchmarks/publishing.sh MODEL PHOTO [STARTS]
#
# Projects, packages and a packages folder of their own go into a temporary folder, which is removed at the end.
set -euo pipefail

[ $# -ge 2 ] || { echo "Usage: publishing.sh MODEL PHOTO [STARTS]" >&2; exit 2; }
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
model=$(realpath "$1") photo=$(realpath "$2") starts=${3:-9}
rid=${RID:-$(dotnet --info | awk '/^ *RID:/ { print $2; exit }')}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

work=$(mktemp -d)
service=
trap '[ -z "$service" ] || kill "$service" 2>/dev/null || true; rm -rf "$work"' EXIT

# Packages of an earlier build have the same version, so they get a folder of their own.
cat > "$work/nuget.config" <<CONFIG
<configuration>
  <config><add key="globalPackagesFolder" value="packages" /></config>
  <packageSources><add key="repository" value="feed" /></packageSources>
</configuration>
CONFIG
for project in Datasets Toolkit/Engine Toolkit/Classification Toolkit/BundledBackbone Toolkit/Hosting Toolkit/Serving; do
  dotnet pack "$repository/$project" -c Release -o "$work/feed" -v q >&2
done
for template in console webapi; do
  "$repository/mlresnet" generate "$model" -o "$work/On$template" --template "$template" --name Model1 --image "$photo" >&2
done

# publish PROJECT FORM ARGUMENTS...: a publication in a folder by its form; a warning of the trim or AOT analyzers is an error.
publish() {
  local project=$1 form=$2
  shift 2
  dotnet publish "$work/$project/$project" -c Release -r "$rid" -o "$work/out/$project/$form" -v q "$@" >&2
}

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# From the start of the process to its end, an answer on standard output.
time_console() {
  local program=$1 start i
  for ((i = 0; i < starts; i++)); do
    start=$(milliseconds)
    "$program" "$photo" >/dev/null
    echo $(($(milliseconds) - start))
  done | median
}

# From the start of the process to the answer to its first request. Asked is again and again from the beginning on.
time_service() {
  local program=$1 start i port
  for ((i = 0; i < starts; i++)); do
    port=$((20000 + RANDOM % 20000))
    start=$(milliseconds)
    (cd "$(dirname "$program")" && exec "$program" --urls "http://127.0.0.1:$port") >/dev/null 2>&1 &
    service=$!
    until curl -sf -o /dev/null -H 'Content-Type: image/jpeg' --data-binary "@$photo" "http://127.0.0.1:$port/classify"; do
      kill -0 "$service" 2>/dev/null || { echo "$program has ended." >&2; exit 1; }
      sleep 0.005
    done
    echo $(($(milliseconds) - start))
    kill "$service"
    wait "$service" 2>/dev/null || true
    service=
  done | median
}

echo "| program | published | files, MB | start to first answer, ms |"
echo "| --- | --- | ---: | ---: |"
for project in Onconsole Onwebapi; do
  publish "$project" framework-dependent --no-self-contained
  publish "$project" framework-dependent-readytorun --no-self-contained -p:PublishReadyToRun=true
  publish "$project" self-contained --self-contained
  publish "$project" self-contained-readytorun --self-contained -p:PublishReadyToRun=true
  publish "$project" single-file --self-contained -p:PublishSingleFile=true
  publish "$project" single-file-readytorun --self-contained -p:PublishSingleFile=true -p:PublishReadyToRun=true
  for form in framework-dependent framework-dependent-readytorun self-contained self-contained-readytorun single-file single-file-readytorun; do
    program="$work/out/$project/$form/$project"
    size=$(du -sm "$work/out/$project/$form" | cut -f1)
    if [ "$project" = Onconsole ]; then taken=$(time_console "$program"); else taken=$(time_service "$program"); fi
    echo "| ${project#On} | $form | $size | $taken |"
  done
done
