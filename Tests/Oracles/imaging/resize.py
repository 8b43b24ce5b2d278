"""Prints what Pillow makes of pictures of noise: the SHA-256 of the pixels after Image.resize, and after torchvision's Resize and CenterCrop.

Run with Pillow 9.4 and torchvision 0.14:  python3 resize.py > ../../Datasets/Imaging/Fixtures/pillow-resize.txt

The noise of a width x height picture is the top byte of x' = 1664525 x + 1013904223 (mod 2^32), x = width * 65536 + height at first.
"""
import hashlib

import numpy as np
from PIL import Image
from torchvision import transforms


def noise(width, height):
    count = width * height * 3
    out = np.empty(count, np.uint8)
    x = width * 65536 + height
    for i in range(count):
        x = (1664525 * x + 1013904223) & 0xFFFFFFFF
        out[i] = x >> 24
    return Image.fromarray(out.reshape(height, width, 3), "RGB")


def digest(image):
    return hashlib.sha256(image.tobytes()).hexdigest()


FILTERS = {"Area": Image.BOX, "Bilinear": Image.BILINEAR, "Bicubic": Image.BICUBIC}
RESIZES = [
    # width, height, to width, to height, box
    (64, 48, 32, 24, None),
    (64, 48, 23, 31, None),
    (50, 37, 224, 224, None),
    (300, 200, 17, 13, None),
    (33, 65, 33, 20, None),
    (65, 33, 20, 33, None),
    (1, 1, 7, 5, None),
    (1, 40, 3, 9, None),
    (40, 1, 9, 3, None),
    (2, 3, 5, 2, None),
    (129, 5, 4, 5, None),
    (97, 61, 40, 40, (10, 7, 80, 57)),
    (97, 61, 40, 40, (10.25, 7.5, 80.125, 57.75)),
    (97, 61, 40, 40, (20.3, 11.9, 29.7, 17.1)),
    (97, 61, 97, 61, (0.5, 0, 97, 61)),
]
CROPS = [
    # width, height, short side, size
    (100, 75, 32, 28),
    (75, 100, 32, 28),
    (101, 76, 33, 32),
    (41, 97, 32, 31),
    (500, 3, 16, 16),
    (40, 40, 48, 43),
]

for width, height, w, h, box in RESIZES:
    for name, f in FILTERS.items():
        edges = ",".join(str(float(edge)) for edge in box or (0, 0, width, height))
        print("resize", name, width, height, w, h, edges, digest(noise(width, height).resize((w, h), f, box=box)))
for width, height, short, size in CROPS:
    image = noise(width, height)
    mode = transforms.InterpolationMode.BILINEAR
    out = transforms.CenterCrop(size)(transforms.Resize(short, mode)(image))
    print("crop", "Bilinear", width, height, short, size, "-", digest(out))
