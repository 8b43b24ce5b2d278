"""Trains on a folder of labelled photos in five ways, each with several seeds and 20 % of the photos held out, and prints a Markdown table: the
accuracy on the held-out photos, its mean and sample deviation, and the time of the training as the tool states it.

Run: python3 Tests/Benchmarks/accuracy.py FOLDER [--seeds N] [row ...]      (--list names the rows; needs Python alone)
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parents[2]
ROWS = {
    "scratch": "--arch resnet18 --size 96 --epochs 40 --validation-fraction 0",
    "head": "--backbone bundled --tune head",
    "head-adapted": "--backbone bundled --tune head --adapt-norms",
    "last-stages": "--backbone bundled --tune last-stages",
    "all": "--backbone bundled --tune all --epochs 60 --start-size 64 --augment strong --learning-rate 0.006 --mirror --validation-fraction 0",
}


def train(folder, options, seed):
    with tempfile.TemporaryDirectory() as work:
        command = [ROOT / "mlresnet", "train", folder, "-o", pathlib.Path(work) / "model.mlresnet", *options.split(),
                   "--test-fraction", "0.2", "--seed", str(seed), "--no-cache", "--format", "json"]
        done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(done.returncode)
    result = json.loads(done.stdout)
    return result["evaluation"]["accuracy"], result["seconds"]


def minutes(seconds):
    return f"{int(round(seconds)) // 60}:{int(round(seconds)) % 60:02}"


parser = argparse.ArgumentParser()
parser.add_argument("folder", nargs="?", type=pathlib.Path)
parser.add_argument("rows", nargs="*", help="rows to measure; all unless named")
parser.add_argument("--seeds", type=int, default=3, help="seeds 1 to N, at least 2")
parser.add_argument("--list", action="store_true", help="name the rows")
options = parser.parse_intermixed_args()
if options.list or not options.folder:
    print("\n".join(f"{name}: mlresnet train FOLDER {row}" for name, row in ROWS.items()))
    raise SystemExit
if unknown := set(options.rows) - set(ROWS):
    parser.error(f"no row is named {', '.join(sorted(unknown))}; --list names them.")
print("| | options | held-out accuracy by seed | mean | deviation | time |\n| --- | --- | --- | ---: | ---: | --- |", flush=True)
for name in options.rows or ROWS:
    runs = []
    for seed in range(1, options.seeds + 1):
        runs.append(train(options.folder, ROWS[name], seed))
        print(f"{name}, seed {seed}: {runs[-1][0]:.1%} in {minutes(runs[-1][1])}", file=sys.stderr, flush=True)
    accuracies, times = [run[0] for run in runs], [run[1] for run in runs]
    print(f"| {name} | `{ROWS[name]}` | {', '.join(f'{100 * accuracy:.1f} %' for accuracy in accuracies)} | "
          f"**{100 * statistics.mean(accuracies):.1f} %** | {100 * statistics.stdev(accuracies):.1f} | "
          f"{minutes(min(times))} to {minutes(max(times))} |", flush=True)
