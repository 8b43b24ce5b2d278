"""Pillow's way from a JPEG to the pixels that a network takes, on one core: open, decode as RGB, and of the picture scaled to a short side of
256 (bilinear) the 224 x 224 in the middle. Images per second, the median of repeated passes over the folder.

Prints one JSON object with keys of `mlresnet bench decode --format json`.

Run: python3 Tests/Benchmarks/Peers/pillow.py FOLDER SECONDS   (Debian's python3-pil)
"""

import io
import json
import pathlib
import statistics
import sys
import time

from PIL import Image, features

SHORT_SIDE, SIZE = 256, 224


def prepare(file):
    with Image.open(io.BytesIO(file)) as image:
        image = image.convert("RGB")
    # The fastest way that Pillow has: only the square is scaled, not what would be cut off.
    scale = min(image.size) / SHORT_SIDE
    side = SIZE * scale
    left, top = (image.width - side) / 2, (image.height - side) / 2
    return image.resize((SIZE, SIZE), Image.BILINEAR, box=(left, top, left + side, top + side))


def timed(files):
    start = time.perf_counter()
    for file in files:
        prepare(file)
    return time.perf_counter() - start


files = [path.read_bytes() for path in sorted(pathlib.Path(sys.argv[1]).glob("*.jpg"))]
seconds = float(sys.argv[2])
timed(files)
times, start = [], time.perf_counter()
while len(times) < 3 or time.perf_counter() - start < seconds:
    times.append(timed(files))
print(json.dumps({
    "images": len(files), "threads": 1, "runs": len(times), "images_per_second": len(files) / statistics.median(times),
    "decoder": "libjpeg-turbo " + features.version("jpg") if features.check("libjpeg_turbo") else "libjpeg",
}))
