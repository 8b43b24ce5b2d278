"""Writes Tests/Datasets/Formats/Jpeg/Fixtures: JPEG files by libjpeg-turbo's cjpeg, expected pixels by its djpeg.

What cjpeg cannot write is cut or patched from what it does; Pillow writes CMYK. `name.ppm.gz` holds the pixels of `name.jpg`,
`name-4.ppm.gz`, `-2` and `-1` those at 4/8, 2/8 and 1/8 of its size. `encoder-WIDTHxHEIGHT-qQUALITY.jpg` is what cjpeg makes of
the top left corner of `encoder-source.ppm.gz`.

    /usr/bin/python3 Tests/Oracles/images/make_jpeg.py
"""

import io
import struct
import subprocess
import tempfile

import numpy as np
from PIL import Image

from oracle import TESTS, clear, parse_ppm, save_expected

FOLDER = TESTS / "Jpeg" / "Fixtures"
WIDTH, HEIGHT = 47, 35  # no multiple of any MCU

PROGRESSION = """
0: 0-0, 0, 3;   1,2: 0-0, 0, 1;   0: 1-5, 0, 3;   0: 6-63, 0, 2;   0: 0-0, 3, 2;   1: 1-63, 0, 1;   2: 1-63, 0, 0;
0: 1-5, 3, 2;   0: 1-63, 2, 1;    0: 0-0, 2, 1;   0: 0-0, 1, 0;    1,2: 0-0, 1, 0;  1: 1-63, 1, 0;   0: 1-63, 1, 0;
"""


def picture(height=HEIGHT, width=WIDTH, seed=1):
    """Waves, a red disc, a blue corner and noise: smooth and sharp, in all three components."""
    random = np.random.RandomState(seed)
    y, x = np.mgrid[0:height, 0:width].astype(float)
    rgb = 128 + np.stack([100 * np.sin(x / 7 + y / 11), 90 * np.cos(x / 5 - y / 9), 120 * np.sin(x * y / 97)], axis=2)
    rgb[(x - width / 2) ** 2 + (y - height / 2) ** 2 < (min(width, height) / 4) ** 2] = [255, 0, 0]
    rgb[(x > width * 0.7) & (y < height * 0.3)] = [0, 0, 255]
    rgb += random.normal(0, 6, rgb.shape)
    return np.clip(np.rint(rgb), 0, 255).astype(np.uint8)


def run(tool, options, data):
    return subprocess.run([tool, *options], input=data, check=True, capture_output=True).stdout


def cjpeg(rgb, *options, scans=None):
    ppm = b"P6\n%d %d\n255\n" % (rgb.shape[1], rgb.shape[0]) + rgb.tobytes()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as script:
        if scans:
            script.write(scans)
            script.flush()
            options = (*options, "-scans", script.name)
        return run("cjpeg", ["-dct", "int", *options], ppm)


def djpeg(jpeg, eighths=8):
    data = run("djpeg", ["-dct", "int", "-pnm", "-scale", f"{eighths}/8"], jpeg)
    if data.startswith(b"P5"):
        grey = parse_pgm(data)
        return np.repeat(grey[:, :, None], 3, axis=2)
    return parse_ppm(data)


def parse_pgm(data):
    _, size, _, pixels = data.split(b"\n", 3)
    width, height = map(int, size.split())
    return np.frombuffer(pixels, np.uint8).reshape(height, width)


def segments(jpeg):
    """(marker, start, end) of the markers up to the first scan."""
    position = 2
    while True:
        marker = jpeg[position + 1]
        length = struct.unpack(">H", jpeg[position + 2:position + 4])[0]
        yield marker, position, position + 2 + length
        if marker == 0xDA:
            return
        position += 2 + length


def without(jpeg, *markers):
    """The file without the segments of some markers."""
    kept, end = jpeg[:2], 2
    for marker, start, end in segments(jpeg):
        if marker not in markers:
            kept += jpeg[start:end]
    return kept + jpeg[end:]


def with_orientation(jpeg, orientation):
    """The file with EXIF metadata, in either byte order by turns."""
    order, mark = (">", b"MM") if orientation % 2 else ("<", b"II")
    fields = [(0x010F, 2, 4, b"Us\0\0"), (0x0112, 3, 1, struct.pack(order + "HH", orientation, 0))]
    tiff = mark + struct.pack(order + "HIH", 42, 8, len(fields))
    tiff += b"".join(struct.pack(order + "HHI", tag, kind, count) + value for tag, kind, count, value in fields)
    payload = b"Exif\0\0" + tiff + bytes(4)
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload + jpeg[2:]


def upright(rgb, orientation):
    """What EXIF 2.3 says of tag 0x0112: which side of the picture row 0 and column 0 are."""
    return {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: np.rot90(a, -1),
        7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
        8: lambda a: np.rot90(a, 1),
    }[orientation](rgb)


def save(name, jpeg, scales=(8,), orientation=1):
    (FOLDER / f"{name}.jpg").write_bytes(jpeg)
    for eighths in scales:
        suffix = "" if eighths == 8 else f"-{eighths}"
        save_expected(FOLDER / f"{name}{suffix}.jpg", upright(djpeg(jpeg, eighths), orientation))


def cmyk(rgb, **options):
    """Inks with some black taken out of all three."""
    inks = 255 - rgb.astype(int)
    black = inks.min(axis=2, keepdims=True) // 2
    stream = io.BytesIO()
    Image.fromarray(np.concatenate([inks - black, black], axis=2).astype(np.uint8), "CMYK").save(stream, "JPEG", **options)
    return stream.getvalue()


def main():
    clear(FOLDER)
    rgb = picture()
    all_scales = (8, 4, 2, 1)

    for sampling in ["1x1", "2x1", "2x2", "1x2", "4x1"]:
        save(f"sampling-{sampling}", cjpeg(rgb, "-quality", "85", "-sample", sampling), all_scales)
    for sampling in ["1x4", "4x2", "2x4", "3x1", "2x2,1x2,2x1", "1x1,2x2,2x2", "2x1,2x1,2x1"]:
        save("sampling-" + sampling.replace(",", "-"), cjpeg(rgb, "-quality", "85", "-sample", sampling), (8, 4))

    save("grey", cjpeg(rgb, "-grayscale"), all_scales)
    save("grey-sampled", cjpeg(rgb, "-grayscale", "-sample", "2x2"))
    as_rgb = cjpeg(rgb, "-rgb", "-quality", "90")
    save("rgb-adobe", as_rgb)
    save("rgb-ids", without(as_rgb, 0xEE))
    save("ycbcr-bare", without(cjpeg(rgb, "-sample", "2x1"), 0xE0))
    inks = cmyk(rgb, quality=85, subsampling=0)
    save("cmyk", inks, (8, 4))
    adobe = inks.index(b"Adobe")
    assert inks[adobe + 11] == 0
    sampled = bytearray(cmyk(rgb, quality=85, subsampling=2))
    sampled[sampled.index(b"Adobe") + 11] = 2  # the same samples, declared as YCCK
    save("ycck-2x2", bytes(sampled), (8, 4))
    save("cmyk-bare", without(inks, 0xEE))

    save("quality-5-wide-quantization", cjpeg(rgb, "-quality", "5"))
    save("huffman-optimized", cjpeg(rgb, "-quality", "95", "-optimize"))
    save("huffman-implied", without(cjpeg(rgb, "-quality", "80"), 0xC4))
    save("restart-1", cjpeg(rgb, "-restart", "1b"))
    restart = cjpeg(rgb, "-restart", "1", "-sample", "2x1")
    save("restart-row", restart)
    save("restart-filled", restart.replace(b"\xff\xd0", b"\xff\xff\xff\xd0").replace(b"\xff\xd1", b"\xff\xff\xd1"))

    save("scans-each", cjpeg(rgb, scans="0; 1; 2;"), all_scales)
    save("scans-chroma-restart", cjpeg(rgb, "-optimize", "-restart", "2b", "-sample", "2x1", scans="0; 1 2;"))
    for sampling in ["1x1", "2x2", "4x1"]:
        save(f"progressive-{sampling}", cjpeg(rgb, "-progressive", "-quality", "90", "-sample", sampling), (8, 4))
    save("progressive-grey", cjpeg(rgb, "-progressive", "-grayscale"))
    save("progressive-restart", cjpeg(rgb, "-progressive", "-restart", "2b"))
    save("progressive-fine", cjpeg(rgb, "-quality", "98", scans=PROGRESSION))
    save("progressive-cmyk", cmyk(rgb, quality=80, progressive=True))

    for width, height in [(1, 1), (2, 2), (3, 2), (8, 8), (9, 16), (16, 9), (17, 17), (1, 33), (33, 1), (5, 3)]:
        corner = np.ascontiguousarray(rgb[:height, :width])
        save(f"size-{width}x{height}", cjpeg(corner, "-quality", "90"))
        save(f"size-{width}x{height}-progressive", cjpeg(corner, "-quality", "90", "-progressive", "-sample", "2x1"))
    save("wide", cjpeg(picture(70, 139, seed=2), "-quality", "92"), all_scales)

    small = picture(13, 22, seed=3)
    for orientation in range(1, 9):
        save(f"orientation-{orientation}", with_orientation(cjpeg(small, "-quality", "90"), orientation), orientation=orientation)

    save_expected(FOLDER / "encoder-source.jpg", rgb)
    for width, height, quality in [
        (47, 35, 75), (47, 35, 1), (47, 35, 30), (47, 35, 100), (46, 34, 90), (40, 24, 90), (32, 32, 90), (17, 9, 90),
        (16, 25, 90), (8, 8, 90), (1, 1, 90), (1, 35, 50), (47, 1, 50),
    ]:
        corner = np.ascontiguousarray(rgb[:height, :width])
        save(f"encoder-{width}x{height}-q{quality}", cjpeg(corner, "-quality", str(quality), "-baseline", "-sample", "2x2"))

    files = list(FOLDER.iterdir())
    print(f"{len(files)} files, {sum(file.stat().st_size for file in files)} bytes")


if __name__ == "__main__":
    main()
