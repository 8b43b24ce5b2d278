"""Writes Tests/Datasets/Formats/Gif/Fixtures: GIF files of every kind by a writer of our own, expected pixels by ImageMagick.

Every file is also checked against the pixels that the writer started from. Where ImageMagick does not read a file as browsers
do, the writer's own pixels stand in; the reason stands there.

    /usr/bin/python3 Tests/Oracles/images/make_gif.py
"""

import struct

import numpy as np

from oracle import TESTS, clear, imagemagick, samples, save_expected

FOLDER = TESTS / "Gif" / "Fixtures"


def lzw(indices, bits, clear_when_full=True, clear_every=0, end=True):
    """The codes of the image data. A full table is cleared, or kept as it is ("deferred clear")."""
    clear_code = 1 << bits
    codes = []  # (code, width)

    def fresh():
        return {bytes([i]): i for i in range(clear_code)}, clear_code + 2, bits + 1

    table, following, width = fresh()
    codes.append((clear_code, width))
    text = b""
    since_clear = 0
    for index in indices:
        longer = text + bytes([index])
        if longer in table:
            text = longer
            continue
        codes.append((table[text], width))
        since_clear += 1
        if following < 4096:
            table[longer] = following
            following += 1
            if following > 1 << width and width < 12:
                width += 1
        if (following == 4096 and clear_when_full) or since_clear == clear_every:
            codes.append((clear_code, width))
            table, following, width = fresh()
            since_clear = 0
        text = bytes([index])
    codes.append((table[text], width))
    if following < 4096 and following + 1 > 1 << width and width < 12:
        width += 1
    if end:
        codes.append((clear_code + 1, width))

    value = position = 0
    for code, width in codes:
        value |= code << position
        position += width
    return value.to_bytes((position + 7) // 8, "little")


def blocks(data, size=255):
    return b"".join(bytes([len(data[i:i + size])]) + data[i:i + size] for i in range(0, len(data), size)) + b"\0"


def table(palette):
    """The flags of a palette and its bytes, filled up to a power of two."""
    bits = max(1, (len(palette) - 1).bit_length())
    return 0x80 | (bits - 1), palette.astype(np.uint8).tobytes() + bytes(3 * ((1 << bits) - len(palette)))


def screen(width, height, palette=None, version=b"89a", background=0):
    flags, colors = (0, b"") if palette is None else table(palette)
    return b"GIF" + version + struct.pack("<HHBBB", width, height, flags, background, 0) + colors


def frame(image, bits, left=0, top=0, palette=None, interlaced=False, block=255, **options):
    flags, colors = (0, b"") if palette is None else table(palette)
    height, width = image.shape
    passes = ((0, 8), (4, 8), (2, 4), (1, 2)) if interlaced else ((0, 1),)
    order = np.concatenate([np.arange(first, height, step) for first, step in passes])
    data = lzw(image[order].astype(np.uint8).tobytes(), bits, **options)
    head = b"," + struct.pack("<HHHHB", left, top, width, height, flags | (0x40 if interlaced else 0))
    return head + colors + bytes([bits]) + blocks(data, block)


def control(transparent=None, disposal=0):
    return b"!\xf9\x04" + struct.pack("<BHBB", disposal << 2 | (transparent is not None), 10, transparent or 0, 0)


def save(name, data, pixels, oracle=imagemagick):
    path = FOLDER / f"{name}.gif"
    path.write_bytes(data)
    expected = pixels if oracle is None else oracle(path)
    assert expected.shape == pixels.shape, f"{name}: the oracle found {expected.shape}, not {pixels.shape}"
    difference = np.abs(expected.astype(int) - pixels).max()
    assert difference == 0, f"{name}: the oracle differs from the writer by {difference}"
    save_expected(path, expected)


def main():
    clear(FOLDER)
    palettes = {bits: np.random.RandomState(bits).randint(0, 256, (1 << bits, 3)) for bits in range(1, 9)}

    for bits in range(1, 9):
        image = samples(21, 26, 1, bits, bits)[:, :, 0]
        palette = palettes[bits]
        file = screen(26, 21, palette) + frame(image, max(2, bits)) + b";"
        save(f"bits-{bits}", file, palette[image])
    image, palette = samples(21, 26, 1, 6, 9)[:, :, 0], palettes[6]
    pixels = palette[image]
    small = samples(9, 12, 1, 6, 10)[:, :, 0]

    save("87a", screen(26, 21, palette, b"87a") + frame(image, 6) + b";", pixels)
    save("interlaced", screen(26, 21, palette) + frame(image, 6, interlaced=True) + b";", pixels)
    for height in (1, 2, 3, 5):
        file = screen(26, height, palette) + frame(image[:height], 6, interlaced=True) + b";"
        save(f"interlaced-{height}-rows", file, pixels[:height])
    save("local-palette", screen(26, 21) + frame(image, 6, palette=palette) + b";", pixels)
    save("local-before-global", screen(26, 21, palettes[3]) + frame(image, 6, palette=palette) + b";", pixels)
    save("wide-codes", screen(26, 21, palette) + frame(image, 8) + b";", pixels)
    save("blocks-of-one-byte", screen(26, 21, palette) + frame(image, 6, block=1) + b";", pixels)
    save("cleared-often", screen(26, 21, palette) + frame(image, 6, clear_every=3) + b";", pixels)
    # Neither mark is needed by a reader that knows the size.
    save("no-end", screen(26, 21, palette) + frame(image, 6, end=False)[:-1], pixels)
    comment = b"!\xfe" + blocks(b"a comment, " * 40)
    repeat = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    text = b"!\x01" + blocks(bytes(12))
    extensions = comment + repeat + text
    frames = control() + frame(image, 6) + control() + frame(small, 6, 3, 3)
    save("animated", screen(26, 21, palette) + extensions + frames + b";", pixels)

    # Transparency, and frames that do not cover the screen: white, whatever the background colour.
    clear_index = int(np.bincount(image.reshape(-1)).argmax())
    shown = palette.copy()
    shown[clear_index] = 255
    save("transparent", screen(26, 21, palette) + control(clear_index) + frame(image, 6) + b";", shown[image])
    file = screen(26, 21, palette) + control(clear_index, 2) + frame(image, 6, interlaced=True) + b";"
    save("transparent-interlaced", file, shown[image])
    save("not-transparent", screen(26, 21, palette) + control(None) + frame(image, 6) + b";", pixels)
    placed = np.full((21, 26, 3), 255)
    placed[5:14, 7:19] = palette[small]
    save("placed", screen(26, 21, palette, background=9) + frame(small, 6, 7, 5) + b";", placed)
    placed[5:14, 7:19] = shown[small]
    save("placed-transparent", screen(26, 21, palette) + control(clear_index) + frame(small, 6, 7, 5) + b";", placed)

    # A frame beyond the screen enlarges it, as in browsers; ImageMagick cuts it off.
    beyond = np.full((27, 34, 3), 255)
    beyond[6:27, 8:34] = pixels
    save("beyond-screen", screen(20, 10, palette) + frame(image, 6, 8, 6) + b";", beyond, oracle=None)
    save("no-screen", screen(0, 0, palette) + frame(image, 6) + b";", pixels)

    # More codes than the table holds.
    noise = np.random.RandomState(50).randint(0, 256, (80, 90))
    grey = np.repeat(np.arange(256)[:, None], 3, axis=1)
    save("full-table", screen(90, 80, grey) + frame(noise, 8) + b";", grey[noise])
    save("full-table-kept", screen(90, 80, grey) + frame(noise, 8, clear_when_full=False) + b";", grey[noise])
    # Runs: every code is the one that is just being made.
    flat = np.full((200, 200), 3)
    save("flat", screen(200, 200, palettes[2]) + frame(flat, 2) + b";", palettes[2][flat])

    # An index past the end of the palette is black; ImageMagick refuses it.
    save("few-colors", screen(26, 21, palettes[2]) + frame(image % 8, 3) + b";",
         np.concatenate([palettes[2], np.zeros((4, 3), int)])[image % 8], oracle=None)


if __name__ == "__main__":
    main()
