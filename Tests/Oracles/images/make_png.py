"""Writes Tests/Datasets/Formats/Png/Fixtures: PNG files of every kind by a writer of our own, expected pixels by ImageMagick.

    /usr/bin/python3 Tests/Oracles/images/make_png.py
"""

import struct
import zlib

import numpy as np

from oracle import TESTS, clear, imagemagick, samples, save_expected

FOLDER = TESTS / "Png" / "Fixtures"
GREY, RGB, INDEXED, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, INDEXED: 1, GREY_ALPHA: 2, RGBA: 4}
NAMES = {GREY: "grey", RGB: "rgb", INDEXED: "indexed", GREY_ALPHA: "grey-alpha", RGBA: "rgba"}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def pack(row, depth):
    """Samples of one row (any shape) to bytes."""
    flat = row.reshape(-1)
    if depth == 16:
        return flat.astype(">u2").tobytes()
    bits = ((flat[:, None] >> np.arange(depth - 1, -1, -1)) & 1).astype(np.uint8)
    return np.packbits(bits.reshape(-1)).tobytes()


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def filtered(kind, row, above, step):
    out = bytearray()
    for i, value in enumerate(row):
        a = row[i - step] if i >= step else 0
        b = above[i]
        c = above[i - step] if i >= step else 0
        out.append((value - (0, a, b, (a + b) // 2, paeth(a, b, c))[kind]) & 255)
    return bytes([kind]) + bytes(out)


def scanlines(image, depth):
    """All five filters in turn, beginning with Paeth so that the first row has one that looks up."""
    step = max(1, image.shape[2] * depth // 8)
    above = None
    out = b""
    for y in range(image.shape[0]):
        row = pack(image[y], depth)
        out += filtered((4 + y) % 5, row, above or bytes(len(row)), step)
        above = row
    return out


def png(image, depth, color, interlaced=False, palette=None, transparency=None, pieces=1, extra=b""):
    height, width, _ = image.shape
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlaced))
    if interlaced:
        passes = [image[y0::dy, x0::dx] for x0, y0, dx, dy in ADAM7]
        raw = b"".join(scanlines(p, depth) for p in passes if p.size)
    else:
        raw = scanlines(image, depth)
    data = zlib.compress(raw, 9)
    size = -(-len(data) // pieces)
    file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
    if palette is not None:
        file += chunk(b"PLTE", palette.astype(np.uint8).tobytes())
    if transparency is not None:
        file += chunk(b"tRNS", transparency)
    for i in range(0, len(data), size):
        file += chunk(b"IDAT", data[i:i + size])
    return file + chunk(b"IEND", b"")


def save(name, data):
    path = FOLDER / f"{name}.png"
    path.write_bytes(data)
    save_expected(path, imagemagick(path))


def main():
    clear(FOLDER)
    seed = 0
    depths = {GREY: (1, 2, 4, 8, 16), RGB: (8, 16), INDEXED: (1, 2, 4, 8), GREY_ALPHA: (8, 16), RGBA: (8, 16)}
    for color, allowed in depths.items():
        for depth in allowed:
            for interlaced in (False, True):
                seed += 1
                image = samples(19, 27, CHANNELS[color], depth, seed)
                palette = np.random.RandomState(seed).randint(0, 256, (1 << depth, 3)) if color == INDEXED else None
                name = f"{NAMES[color]}-{depth}" + ("-interlaced" if interlaced else "")
                save(name, png(image, depth, color, interlaced, palette))

    # Transparency by tRNS: the commonest colour of the image, and for indexed images an opacity for some of the entries.
    for color, depth in ((GREY, 1), (GREY, 2), (GREY, 4), (GREY, 8), (GREY, 16), (RGB, 8), (RGB, 16)):
        seed += 1
        image = samples(13, 21, CHANNELS[color], depth, seed)
        image[4:9, 5:17] = image[3, 3]
        image[4:9, 5, -1] ^= 1  # a neighbour that differs in the last bit only
        save(f"{NAMES[color]}-{depth}-transparent", png(image, depth, color, transparency=image[3, 3].astype(">u2").tobytes()))
    for depth in (1, 2, 4, 8):
        seed += 1
        random = np.random.RandomState(seed)
        image = samples(13, 21, 1, depth, seed)
        opacity = random.randint(0, 256, max(1, (1 << depth) * 3 // 4)).astype(np.uint8)
        opacity[0] = 0
        save(f"indexed-{depth}-transparent", png(image, depth, INDEXED, palette=random.randint(0, 256, (1 << depth, 3)),
                                                  transparency=opacity.tobytes()))

    # Adam7 leaves passes empty when the image is small.
    for width, height in ((1, 1), (2, 3), (3, 2), (4, 1), (1, 5), (5, 5), (8, 8), (9, 7)):
        seed += 1
        save(f"small-{width}x{height}-interlaced", png(samples(height, width, 3, 8, seed), 8, RGB, True))

    # Several IDAT chunks, one of them empty in effect; chunks that a decoder skips; a gamma that it ignores.
    seed += 1
    many = chunk(b"tIME", b"\x07\xe8\x01\x01\x00\x00\x00") + chunk(b"tEXt", b"Title\0none")
    save("pieces", png(samples(19, 27, 3, 8, seed), 8, RGB, pieces=17, extra=many))

    # More rows than one band of the decoder holds, and rows longer than any vector.
    y, x = np.mgrid[0:150, 0:160]
    large = np.stack([(x * 2 + (y >> 4)) & 255, (x ^ y) & 240, (x + 3 * (y >> 3)) & 255], axis=2).astype(np.uint32)
    save("large", png(large, 8, RGB))
    save("large-interlaced", png(large, 8, RGB, True))


if __name__ == "__main__":
    main()
