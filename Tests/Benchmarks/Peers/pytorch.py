"""PyTorch's inference, and its training step: forward, backward, update by SGD with momentum. Images per second, the median of repeated runs.

Prints one JSON object with the keys of `mlresnet bench inference|training --format json`.

Run: python3 Tests/Benchmarks/Peers/pytorch.py inference|training ARCH BATCH THREADS SECONDS   (Debian's python3-torch)
"""

import json
import pathlib
import statistics
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "Oracles" / "engine"))

import torch
import torch.nn.functional as F

import networks


def inference(model, pixels, labels):
    model.eval()

    def run():
        with torch.inference_mode():
            model(pixels)

    return run


def training(model, pixels, labels):
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-4, momentum=0.9)

    def run():
        optimizer.zero_grad()
        F.cross_entropy(model(pixels), labels).backward()
        optimizer.step()

    return run


def timed(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def repeated(run, least, seconds):
    times, start = [], time.perf_counter()
    while len(times) < least or time.perf_counter() - start < seconds:
        times.append(timed(run))
    return times


kind, arch, batch, threads, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])
torch.set_num_threads(threads)
torch.manual_seed(1)
network = networks.ResNet(networks.FAMILY[arch], classes=1000)
network.load_generated()
step = {"inference": inference, "training": training}[kind](network, torch.rand(batch, 3, 224, 224) * 4 - 2, torch.arange(batch))
repeated(step, 3, min(1, seconds / 4))
times = repeated(step, 3, seconds)
median = statistics.median(times)
print(json.dumps({
    "kind": kind, "arch": arch, "batch": batch, "threads": threads, "runs": len(times), "images_per_second": batch / median,
    "milliseconds": median * 1000,
}))
