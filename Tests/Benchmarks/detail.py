"""How much detail the photos of a folder hold, whatever their size in pixels: each is scaled down and up again, and what of its variance (of grey)
is then lost says whether there was something to lose. Prints a Markdown table of medians; with --to, also writes the folder anew, with that
little detail.

Run: python3 Tests/Benchmarks/detail.py FOLDER [--photos N] [--sides A B ...] [--to FOLDER --side N]      (needs Pillow and NumPy)
"""

import argparse
import pathlib
import random

import numpy
from PIL import Image

SUFFIXES = {".jpg", ".jpeg", ".png"}


def coarse(photo, side):
    short = min(photo.size)
    small = [max(1, round(length * side / short)) for length in photo.size]
    return photo.resize(small, Image.Resampling.LANCZOS).resize(photo.size, Image.Resampling.BICUBIC)


def lost(path, sides):
    photo = Image.open(path).convert("L")
    values = numpy.asarray(photo, float)
    return [((values - numpy.asarray(coarse(photo, side), float)) ** 2).mean() / (values.var() + 1e-9) if side < min(photo.size) else 0 for side in sides]


parser = argparse.ArgumentParser()
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("--photos", type=int, default=500, help="photos to look at, drawn at random")
parser.add_argument("--sides", type=int, nargs="+", default=[16, 24, 32, 40, 48, 64])
parser.add_argument("--to", type=pathlib.Path, help="where to write all photos with less detail, as JPEG")
parser.add_argument("--side", type=int, default=32, help="pixels of the short side that --to leaves")
options = parser.parse_args()
paths = sorted(path for path in options.folder.rglob("*") if path.suffix.lower() in SUFFIXES)
if not paths:
    parser.error(f"{options.folder} has no photos.")
drawn = random.Random(1).sample(paths, min(options.photos, len(paths)))
medians = numpy.median([lost(path, options.sides) for path in drawn], axis=0)
print("| pixels of the short side that are left |" + "".join(f" {side} |" for side in options.sides))
print("| --- |" + " ---: |" * len(options.sides))
print("| variance lost |" + "".join(f" {100 * median:.1f} % |" for median in medians))
if options.to:
    for path in paths:
        target = (options.to / path.relative_to(options.folder)).with_suffix(".jpg")
        target.parent.mkdir(parents=True, exist_ok=True)
        coarse(Image.open(path).convert("RGB"), options.side).save(target, quality=90)
