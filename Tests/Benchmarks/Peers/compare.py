"""What run.sh ends in: measures ours and theirs in turns, so that a slower spell of the machine strikes both, and prints the table.

Each row's figure is the best over the turns; only ratios within one run mean anything on a shared machine.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import platform
import subprocess
import sys
import time


@dataclasses.dataclass(frozen=True)
class Row:
    title: str
    peer: str
    key: str                 # of what the programs print; one that stands in an object has its name before it and a dot
    unit: str
    faster: bool             # a larger figure is the better one


@dataclasses.dataclass(frozen=True)
class Group:
    """Programs that take turns; of each, its name and its command."""
    name: str
    programs: dict
    rows: list
    wall_clock: bool = False # the time of the whole process counts, after one run that warms the files
    json: bool = True        # the programs print a JSON object
    turns: int = 5


def programs(options):
    here, root, work = pathlib.Path(__file__).parent, options.root, options.work
    seconds, threads = str(options.seconds), str(options.threads)
    bench = [root / "mlresnet", "bench"]
    common = ["--format", "json", "--seconds", seconds]

    def network(kind, arch, batch):
        return {
            "ours": bench + [kind, "--arch", arch, "--batch", batch, "--threads", threads] + common,
            "ONNX Runtime": ["node", here / "onnxruntime.mjs", work / "onnx" / f"{arch}.onnx", batch, threads, seconds],
            "PyTorch": [sys.executable, here / "pytorch.py", kind, arch, batch, threads, seconds],
        }

    def only(commands, *names):
        return {name: commands[name] for name in ("ours",) + names}

    def rate(title, peers):
        return [Row(title, peer, "images_per_second", "images/s", True) for peer in peers]

    for arch, peers in (("resnet18", ("ONNX Runtime", "PyTorch")), ("resnet50", ("ONNX Runtime", "PyTorch")), ("resnet50v2", ("ONNX Runtime",))):
        for batch in ("1", "16"):
            title = f"`{arch}`, batch {batch}"
            yield Group(f"{arch}-b{batch}", only(network("inference", arch, batch), *peers), rate(title, peers))
    for arch in ("resnet18", "resnet50"):
        title = f"`{arch}` training step, batch 16"
        yield Group(f"train-{arch}", only(network("training", arch, "16"), "PyTorch"), rate(title, ("PyTorch",)))
    yield Group(
        "decode",
        {"ours": bench + ["decode", work / "photos", "--threads", "1"] + common,
         "Pillow": [sys.executable, here / "pillow.py", work / "photos", seconds]},
        rate("decode + resize a 500 x 375 JPEG to 224, one core", ("Pillow",)))
    yield Group(
        "load",
        {"ours": ["dotnet", root / "Tests/Benchmarks/bin/Release/net10.0/MLResNet.Benchmarks.dll", "load", work / "resnet50.mlresnet", threads],
         "ONNX Runtime": ["node", here / "onnxruntime.mjs", work / "onnx" / "resnet50.onnx", "1", threads, "0.1"]},
        [Row("`resnet50`, load", "ONNX Runtime", "load_ms", "ms", False),
         Row("`resnet50`, first prediction after loading", "ONNX Runtime", "first_ms", "ms", False),
         Row("`resnet50`, resident memory", "ONNX Runtime", "working_set_mb", "MB", False)],
        turns=5)
    yield Group(
        "launch",
        {"ours": [work / "tool" / "MLResNet.Cli", "predict", work / "resnet50.mlresnet", work / "photos" / "000.jpg", "--threads", threads],
         "ONNX Runtime": ["node", here / "first_prediction.mjs", work / "onnx" / "resnet50.onnx", threads]},
        [Row("`resnet50`, from launch to the end of the first prediction", "ONNX Runtime", "wall_ms", "ms", False)],
        wall_clock=True, json=False, turns=15)
    for arch in ("resnet18v2", "resnet50"):
        yield from transfer(arch, options)


def transfer(arch, options):
    """From photos on disk to a model and its accuracy on other photos, by the same weights, images and order of them, penalty, optimizer and rate."""
    here, work, threads = pathlib.Path(__file__).parent, options.work, str(options.threads)
    backbone, photos, size, l2, rate, decay = work / f"{arch}-backbone.mlresnet", work / "labelled", "224", "0.1", "3e-4", "0.05"
    train = [options.root / "mlresnet", "train", photos, "-o", work / "transfer.mlresnet", "--backbone", backbone, "--size", size, "--l2", l2,
             "--no-cache", "--threads", threads, "--format", "json"]
    epoch = ["--epochs", "1", "--batch", "32", "--learning-rate", rate, "--schedule", "constant", "--rate-decay", "1", "--weight-decay", decay,
             "--average-epochs", "0", "--label-smoothing", "0", "--augment", "none", "--freeze-norms", "--validation-fraction", "0"]
    what = {"head": "features, logistic regression", "last-stages": "the same, then an epoch of the last stage"}
    ours = {"head": train + ["--tune", "head"], "last-stages": train + ["--tune", "last-stages"] + epoch}
    for tune in what:
        title = f"`{arch}` at {size}, photos to model: {what[tune]}"
        yield Group(
            f"{tune}-{arch}",
            {"ours": ours[tune],
             "PyTorch": [sys.executable, here / "pytorch_transfer.py", tune, arch, backbone, photos, size, l2, rate, decay, threads]},
            [Row(title, "PyTorch", "wall_ms", "ms", False), Row("its accuracy", "PyTorch", "evaluation.accuracy", "share", True)],
            wall_clock=True, turns=2)


def against(group, peer):
    """The group with this one peer; one without rows if that is none of its own."""
    if peer is None:
        return group
    return dataclasses.replace(
        group,
        programs={name: command for name, command in group.programs.items() if name in ("ours", peer)},
        rows=[row for row in group.rows if row.peer == peer])


def run(command, work, group):
    start = time.perf_counter()
    done = subprocess.run([str(part) for part in command], cwd=work / "npm", capture_output=True, text=True)
    elapsed = time.perf_counter() - start
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return {"wall_ms": elapsed * 1000} | (json.loads(done.stdout) if group.json else {})


def measure(group, options):
    results = {name: [] for name in group.programs}
    if group.wall_clock:
        for command in group.programs.values():
            run(command, options.work, group)
    for turn in range(1 if options.quick and not group.wall_clock else options.turns or group.turns):
        for name, command in group.programs.items():
            print(f"  {group.name}, turn {turn + 1}: {name}", file=sys.stderr, flush=True)
            results[name].append(run(command, options.work, group))
    return results


def value(result, key):
    for name in key.split("."):
        result = result[name]
    return result


def figure(value):
    if value < 1:
        return f"{value:.3f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def machine(options, ours):
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    parts = [model, f"{os.cpu_count()} cores", f"{options.threads} threads"]
    if ours:
        parts += [ours[0]["isa"], f"FMA peak {max(result['fma_peak_gflops'] for result in ours):.0f} GFLOP/s"]
    return ", ".join(parts)


def versions(work):
    script = "import torch, PIL; print(f'PyTorch {torch.__version__.split(\"a\")[0]}, Pillow {PIL.__version__}')"
    python = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip()
    dotnet = subprocess.run(["dotnet", "--version"], capture_output=True, text=True, cwd=work).stdout.strip()
    package = json.loads((work / "npm/node_modules/onnxruntime-node/package.json").read_text())
    return f".NET SDK {dotnet}, ONNX Runtime {package['version']}, {python}"


parser = argparse.ArgumentParser(prog="run.sh")
parser.add_argument("root", type=pathlib.Path)
parser.add_argument("work", type=pathlib.Path)
parser.add_argument("rows", nargs="*", help="rows to measure; all unless named")
parser.add_argument("--quick", action="store_true", help="one short turn a row")
parser.add_argument("--against", metavar="PEER", help="measure beside this peer alone, such as 'ONNX Runtime'")
parser.add_argument("--turns", type=int, help="turns a row, of which the best counts")
parser.add_argument("--threads", type=int, default=os.cpu_count())
parser.add_argument("--list", action="store_true", help="name the rows")
options = parser.parse_intermixed_args()
options.seconds = 1 if options.quick else 2
groups = [against(group, options.against) for group in programs(options)]
if options.list:
    print("\n".join(group.name for group in groups))
    raise SystemExit
unknown = set(options.rows) - {group.name for group in groups}
if unknown:
    raise SystemExit(f"run.sh: no row is named {', '.join(sorted(unknown))}; --list names them.")

lines, ours = [], []
for group in groups:
    if not group.rows or options.rows and group.name not in options.rows:
        continue
    results = measure(group, options)
    ours += [result for result in results["ours"] if "fma_peak_gflops" in result]
    for row in group.rows:
        # The best turn of each: whatever else the machine does only ever slows a program down.
        best = max if row.faster else min
        mine, theirs = (best(value(result, row.key) for result in results[name]) for name in ("ours", row.peer))
        ratio = mine / theirs if row.faster else theirs / mine
        lines.append(f"| {row.title} | {row.peer} | {row.unit} | {figure(mine)} | {figure(theirs)} | {ratio:.2f} |")

print(f"{machine(options, ours)}; {versions(options.work)}\n")
print("| | peer | unit | MLResNet | peer's | times better |\n| --- | --- | --- | ---: | ---: | ---: |")
print("\n".join(lines))
