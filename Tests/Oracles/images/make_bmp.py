"""Writes Tests/Datasets/Formats/Bmp/Fixtures: bitmaps of every kind by a writer of our own, expected pixels by ImageMagick.

Every file is also checked against the pixels that the writer started from. Where ImageMagick does not read a kind of bitmap,
or not as its definition has it, Pillow or the writer's own pixels stand in; the reason stands there.

    /usr/bin/python3 Tests/Oracles/images/make_bmp.py
"""

import struct

import numpy as np

from oracle import TESTS, clear, imagemagick, pillow, samples, save_expected

FOLDER = TESTS / "Bmp" / "Fixtures"
RGB, RLE8, RLE4, BITFIELDS, RLE24, ALPHABITFIELDS = 0, 1, 2, 3, 4, 6


def pack(indices, depth):
    """Rows of indices to bytes, each row padded to four."""
    out = b""
    for row in indices:
        bits = ((row[:, None] >> np.arange(depth - 1, -1, -1)) & 1).astype(np.uint8)
        out += pad(np.packbits(bits.reshape(-1)).tobytes())
    return out


def pad(data, to=4):
    return data + bytes(-len(data) % to)


def info(length, width, height, depth, compression, colors=0, masks=(0, 0, 0, 0)):
    """An information header of any length from 16 on."""
    whole = struct.pack("<IiiHHIIiiII", length, width, height, 1, depth, compression, 0, 2835, 2835, colors, 0)
    return (whole + struct.pack("<IIII", *masks) + bytes(124))[:length]


def core(width, height, depth):
    return struct.pack("<IHHHH", 12, width, height, 1, depth)


def bmp(header, pixels, palette=b"", gap=0):
    start = 14 + len(header) + len(palette) + gap
    size = start + len(pixels)
    return struct.pack("<2sIHHI", b"BM", size, 0, 0, start) + header + palette + bytes(gap) + pixels


def colors(palette, step=4):
    return b"".join(bytes((b, g, r)) + bytes(step - 3) for r, g, b in palette)


def field(value, mask):
    """A channel's level: up to 8 bits repeated, more rounded."""
    bits = bin(mask).count("1")
    if bits == 0:
        return np.zeros(value.shape, int)
    shift = (mask & -mask).bit_length() - 1
    value = ((value & mask) >> shift).astype(np.int64)
    if bits > 8:
        return np.rint(value * 255 / ((1 << bits) - 1)).astype(int)
    text = [(f"{v:0{bits}b}" * 8)[:8] for v in value.reshape(-1)]
    return np.array([int(t, 2) for t in text]).reshape(value.shape)


def save(name, data, pixels, tolerance=0, oracle=imagemagick):
    """Writes a fixture. The oracle is None where none was found that reads this kind of bitmap as its definition has it."""
    path = FOLDER / f"{name}.bmp"
    path.write_bytes(data)
    expected = pixels if oracle is None else oracle(path)
    assert expected.shape == pixels.shape, f"{name}: the oracle found {expected.shape}, not {pixels.shape}"
    difference = np.abs(expected.astype(int) - pixels).max()
    assert difference <= tolerance, f"{name}: the oracle differs from the writer by {difference}"
    save_expected(path, expected)


def indexed():
    for depth in (1, 2, 4, 8):
        image = samples(17, 23, 1, depth, depth)[:, :, 0]
        palette = np.random.RandomState(depth).randint(0, 256, (1 << depth, 3))
        pixels, rows = palette[image], pack(image[::-1], depth)
        # Two bits come from Windows CE; neither ImageMagick nor Pillow reads them.
        oracle = None if depth == 2 else imagemagick
        save(f"info-{depth}", bmp(info(40, 23, 17, depth, RGB), rows, colors(palette)), pixels, oracle=oracle)
        save(f"core-{depth}", bmp(core(23, 17, depth), rows, colors(palette, 3)), pixels, oracle=oracle)
        save(f"top-down-{depth}", bmp(info(40, 23, -17, depth, RGB), pack(image, depth), colors(palette)), pixels, oracle=oracle)
        # ImageMagick takes the palette behind this header for one of three bytes a colour.
        save(f"os2-64-{depth}", bmp(info(64, 23, 17, depth, RGB), rows, colors(palette)), pixels, oracle=oracle and pillow)

    image = samples(17, 23, 1, 8, 9)[:, :, 0] % 100
    palette = np.random.RandomState(9).randint(0, 256, (100, 3))
    save("few-colors-8", bmp(info(40, 23, 17, 8, RGB, 100), pack(image[::-1], 8), colors(palette), gap=6), palette[image])
    # ImageMagick and Pillow refuse the sixteen bytes of the shortest OS/2 header.
    save("os2-16-8", bmp(info(16, 23, 17, 8, RGB), pack(image[::-1], 8), colors(np.resize(palette, (256, 3)))), palette[image],
         oracle=None)


def direct():
    image = samples(17, 23, 3, 8, 20)
    rows = b"".join(pad(row[:, ::-1].astype(np.uint8).tobytes()) for row in image[::-1])
    save("info-24", bmp(info(40, 23, 17, 24, RGB), rows), image)
    save("core-24", bmp(core(23, 17, 24), rows), image)
    save("v4-24", bmp(info(108, 23, 17, 24, RGB), rows), image)
    save("v5-24-gap", bmp(info(124, 23, 17, 24, RGB), rows, gap=10), image)
    save("last-filler-missing-24", bmp(info(40, 23, 17, 24, RGB), rows[:-3]), image, oracle=pillow)

    # ImageMagick takes the fourth byte for opacity unless it is 0 everywhere; without a mask it means nothing.
    for name, filler, oracle in (
        ("zero", np.zeros((17, 23, 1)), imagemagick),
        ("full", np.full((17, 23, 1), 255), imagemagick),
        ("random", np.random.RandomState(21).randint(0, 256, (17, 23, 1)), pillow),
    ):
        rows = np.concatenate([image[::-1, :, ::-1], filler], axis=2).astype(np.uint8).tobytes()
        save(f"info-32-filler-{name}", bmp(info(40, 23, 17, 32, RGB), rows), image, oracle=oracle)

    value = np.random.RandomState(22).randint(0, 1 << 16, (17, 23))
    pixels = np.stack([field(value, m) for m in (0x7C00, 0x03E0, 0x001F)], axis=2)
    save("info-16", bmp(info(40, 23, 17, 16, RGB), words(value, 16)), pixels)


def words(value, depth):
    return b"".join(pad(row.astype("<u2" if depth == 16 else "<u4").tobytes()) for row in value[::-1])


def masked():
    kinds = [
        # name, header, bits, masks, tolerance, oracle: ImageMagick does not find the masks of the headers of 52 and 56 bytes,
        # gives an opacity of one bit half a level, and does not widen fields of 2, 3 and 4 bits to the full range.
        ("565", 40, 16, (0xF800, 0x07E0, 0x001F, 0), 0, imagemagick),
        ("555-reversed", 40, 16, (0x001F, 0x03E0, 0x7C00, 0), 0, imagemagick),
        ("v2-565", 52, 16, (0xF800, 0x07E0, 0x001F, 0), 0, None),
        ("v3-1555", 56, 16, (0x7C00, 0x03E0, 0x001F, 0x8000), 0, None),
        ("v4-1555", 108, 16, (0x7C00, 0x03E0, 0x001F, 0x8000), 0, None),
        ("v4-4444", 108, 16, (0x0F00, 0x00F0, 0x000F, 0xF000), 0, None),
        ("v5-332", 124, 16, (0x00E0, 0x001C, 0x0003, 0), 0, None),
        ("rgb", 40, 32, (0xFF0000, 0xFF00, 0xFF, 0), 0, imagemagick),
        ("bgr-high", 40, 32, (0xFF00, 0xFF0000, 0xFF000000, 0), 0, imagemagick),
        ("10-bit", 40, 32, (0x3FF00000, 0x000FFC00, 0x000003FF, 0), 1, imagemagick),
        ("v4-rgba", 108, 32, (0xFF0000, 0xFF00, 0xFF, 0xFF000000), 1, imagemagick),
        ("v5-abgr", 124, 32, (0xFF000000, 0xFF0000, 0xFF00, 0xFF), 1, imagemagick),
        ("v5-no-blue", 124, 32, (0xFF0000, 0xFF00, 0, 0), 0, imagemagick),
        ("16-bit-red", 40, 32, (0xFFFF0000, 0xFF00, 0xFF, 0), 1, imagemagick),
    ]
    for seed, (name, length, depth, masks, tolerance, oracle) in enumerate(kinds):
        value = np.random.RandomState(40 + seed).randint(0, 1 << depth, (11, 13), dtype=np.int64)
        pixels = np.stack([field(value, m) for m in masks[:3]], axis=2)
        if masks[3]:
            alpha = field(value, masks[3])[:, :, None]
            pixels = np.rint((pixels * alpha + 255 * (255 - alpha)) / 255).astype(int)
        header = info(length, 13, 11, depth, BITFIELDS, masks=masks)
        behind = struct.pack("<III", *masks[:3]) if length == 40 else b""
        save(f"masks-{name}", bmp(header + behind, words(value, depth)), pixels, tolerance, oracle)

    masks = (0x0F00, 0x00F0, 0x000F, 0xF000)
    value = np.random.RandomState(60).randint(0, 1 << 16, (11, 13))
    alpha = field(value, masks[3])[:, :, None]
    pixels = np.rint((np.stack([field(value, m) for m in masks[:3]], axis=2) * alpha + 255 * (255 - alpha)) / 255).astype(int)
    header = info(40, 13, 11, 16, ALPHABITFIELDS) + struct.pack("<IIII", *masks)
    save("masks-alpha-behind", bmp(header, words(value, 16)), pixels, oracle=None)


def runs(image, depth, jumps=(), end=True):
    """Run lengths where pixels repeat, literals elsewhere. `jumps` are the (row, column, length) of stretches to skip."""
    out = b""
    for y, row in enumerate(image):
        x = 0
        while x < len(row):
            skip = next((n for jy, jx, n in jumps if (jy, jx) == (y, x)), 0)
            if skip:
                out += bytes((0, 2, skip, 0))
                x += skip
                continue
            stop = min([jx for jy, jx, _ in jumps if jy == y and jx > x] + [len(row)])
            n = 1
            while x + n < stop and n < 255 and same(row, x, n, depth):
                n += 1
            if n > 2:
                out += bytes([n]) + run_pixel(row, x, depth)
                x += n
                continue
            n = min(stop - x, 5 + y)  # odd and even lengths of literals
            if n < 3:
                out += b"".join(bytes([1]) + run_pixel(row[i:i + 1], 0, depth) for i in range(x, x + n))
            else:
                out += bytes((0, n)) + pad(literal(row[x:x + n], depth), 2)
            x += n
        out += bytes((0, 0))
    return out + (bytes((0, 1)) if end else b"")


def same(row, x, n, depth):
    """Whether pixel x + n goes on with the run from x: the same again, or in 4 bits the same as two before."""
    if depth == 4:
        return n == 1 or row[x + n] == row[x + n - 2]
    return np.array_equal(row[x + n], row[x])


def run_pixel(row, x, depth):
    if depth == 4:
        return bytes([int(row[x]) << 4 | int(row[x + 1] if x + 1 < len(row) else 0)])
    return literal(row[x:x + 1], depth)


def literal(row, depth):
    if depth == 24:
        return row[:, ::-1].astype(np.uint8).tobytes()
    if depth == 8:
        return row.astype(np.uint8).tobytes()
    row = np.concatenate([row, np.zeros(len(row) & 1, row.dtype)])
    return (row[0::2] << 4 | row[1::2]).astype(np.uint8).tobytes()


def run_lengths():
    for depth, compression in ((8, RLE8), (4, RLE4)):
        image = samples(19, 37, 1, depth, 70 + depth)[:, :, 0]
        image[5:11, 8:30] = image[5, 8]
        image[14] = np.arange(37) % 2 * 3
        palette = np.random.RandomState(depth).randint(0, 256, (1 << depth, 3))
        name = f"rle{depth}"
        save(name, bmp(info(40, 37, 19, depth, compression), runs(image[::-1], depth), colors(palette)), palette[image])
        # ImageMagick insists on the mark for the end.
        endless = runs(image[::-1], depth, end=False)[:-2]
        save(f"{name}-no-end", bmp(info(40, 37, 19, depth, compression), endless, colors(palette)), palette[image], oracle=None)
        # The definition allows no top-down run lengths, and yet there are such files.
        save(f"{name}-top-down", bmp(info(40, 37, -19, depth, compression), runs(image, depth), colors(palette)), palette[image])

        jumps = [(2, 4, 10), (2, 20, 17), (7, 0, 37), (18, 30, 7)]
        file = runs(image[::-1], depth, jumps)
        skipped = image[::-1].copy()
        for y, x, n in jumps:
            skipped[y, x:x + n] = 0
        save(f"{name}-jumps", bmp(info(40, 37, 19, depth, compression), file, colors(palette)), palette[skipped[::-1]])

        # Jumps up and over, a row that ends early, and an image that does, which ImageMagick takes for an error.
        file = (bytes((0, 2, 3, 4)) + bytes((5, 0x21)) + bytes((0, 0)) + bytes((7, 0x12)) + bytes((0, 0)) + bytes((0, 2, 9, 2))
                + bytes((0, 4)) + literal(np.array([1, 2, 3, 1]), depth) + bytes((0, 1)))
        sparse = np.zeros((19, 37), int)
        run = lambda byte, n: [byte >> 4 if i % 2 == 0 else byte & 15 for i in range(n)] if depth == 4 else [byte] * n
        sparse[4, 3:8] = run(0x21, 5)
        sparse[5, 0:7] = run(0x12, 7)
        sparse[8, 9:13] = [1, 2, 3, 1]
        save(f"{name}-sparse", bmp(info(40, 37, 19, depth, compression), file, colors(palette)), palette[sparse[::-1]],
             oracle=None)

    # OS/2 alone has run lengths of 24 bits; ImageMagick and Pillow read them not.
    image = samples(19, 37, 3, 8, 80)
    image[5:11, 8:30] = image[5, 8]
    save("os2-64-rle24", bmp(info(64, 37, 19, 24, RLE24), runs(image[::-1], 24)), image, oracle=None)


def main():
    clear(FOLDER)
    indexed()
    direct()
    masked()
    run_lengths()


if __name__ == "__main__":
    main()
