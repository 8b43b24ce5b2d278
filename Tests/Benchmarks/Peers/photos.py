"""Makes JPEGs of 500 x 375 that are about as hard to decode as photos: soft gradients, textures, shapes with sharp edges, sensor noise;
quality 85, 4:2:0. The same files every time.

Run: python3 Tests/Benchmarks/Peers/photos.py FOLDER [COUNT]   (Debian's python3-pil and python3-numpy)
"""

import pathlib
import sys

import numpy as np
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 500, 375


def blurred_noise(random, cells, scale):
    """A smooth random field: noise of so many cells a side, enlarged."""
    coarse = Image.fromarray(random.integers(0, 256, (cells, cells, 3), dtype=np.uint8).astype(np.uint8))
    return np.asarray(coarse.resize((WIDTH, HEIGHT), Image.BICUBIC), dtype=np.float64) * scale


def photo(seed):
    random = np.random.default_rng(seed)
    picture = blurred_noise(random, 4, 0.6) + blurred_noise(random, 16, 0.25) + blurred_noise(random, 90, 0.15)
    canvas = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(canvas, "RGBA")
    for _ in range(25):
        x, y = random.uniform(-50, WIDTH), random.uniform(-50, HEIGHT)
        w, h = random.uniform(10, 160, 2)
        colour = tuple(int(c) for c in random.integers(0, 256, 3)) + (int(random.integers(60, 220)),)
        (draw.ellipse if random.random() < 0.6 else draw.rectangle)((x, y, x + w, y + h), fill=colour)
    grained = np.asarray(canvas, dtype=np.float64) + random.normal(0, 4, (HEIGHT, WIDTH, 1))
    return Image.fromarray(np.clip(grained, 0, 255).astype(np.uint8))


folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for number in range(int(sys.argv[2]) if len(sys.argv) > 2 else 64):
    photo(number).save(folder / f"{number:03}.jpg", quality=85, subsampling="4:2:0")
