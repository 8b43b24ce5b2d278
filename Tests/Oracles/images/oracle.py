"""What the fixture scripts share: deterministic picture content, and where expected pixels come from."""

import gzip
import pathlib
import subprocess

import numpy as np
from PIL import Image

CONVERT = "/usr/bin/convert"
TESTS = pathlib.Path(__file__).resolve().parents[2] / "Datasets" / "Formats"


def samples(height, width, channels, depth, seed):
    """Gradients with some noise, in `depth` bits: every filter and every run length has something to do."""
    random = np.random.RandomState(seed)
    y, x = np.mgrid[0:height, 0:width]
    most = (1 << depth) - 1
    planes = []
    for channel in range(channels):
        slope = random.uniform(-1, 1, 2)
        plane = 0.5 + 0.4 * np.sin(slope[0] * x / 3 + channel) * np.cos(slope[1] * y / 4)
        plane += random.uniform(-0.08, 0.08, plane.shape) * (random.uniform(size=plane.shape) < 0.4)
        planes.append(np.clip(np.rint(plane * most), 0, most))
    # Both ends of the scale occur whatever the seed.
    result = np.stack(planes, axis=2).astype(np.uint32)
    result[0, 0] = 0
    result[height - 1, width - 1] = most
    return result


def save_expected(path, rgb):
    """Writes `rgb` (height, width, 3; uint8) beside the fixture as a gzipped PPM, without a time stamp."""
    rgb = np.ascontiguousarray(rgb, dtype=np.uint8)
    header = b"P6\n%d %d\n255\n" % (rgb.shape[1], rgb.shape[0])
    with open(path.with_suffix(".ppm.gz"), "wb") as raw:
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=9) as packed:
            packed.write(header + rgb.tobytes())


def imagemagick(path):
    """The first image of the file over white, as ImageMagick decodes it."""
    # A comment would go into the PPM.
    command = [CONVERT, f"{path}[0]", "-background", "white", "-flatten", "-depth", "8", "+set", "comment", "ppm:-"]
    done = subprocess.run(command, check=True, capture_output=True)
    if done.stderr:
        print(f"{path.name}: {done.stderr.decode().strip()}")
    return parse_ppm(done.stdout)


def pillow(path):
    """The first image of the file over white, as Pillow decodes it."""
    image = Image.open(path).convert("RGBA")
    white = Image.new("RGBA", image.size, (255, 255, 255, 255))
    white.alpha_composite(image)
    return np.asarray(white.convert("RGB"))


def parse_ppm(data):
    magic, size, most, pixels = data.split(b"\n", 3)
    assert magic == b"P6" and most == b"255"
    width, height = map(int, size.split())
    return np.frombuffer(pixels, np.uint8).reshape(height, width, 3)


def clear(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
