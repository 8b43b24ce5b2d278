"""Pseudo-random weights and inputs that C# replicates bit by bit (Tests/Engine/Networks/OracleWeights.cs).

A tensor's stream is SplitMix64 started at the FNV-1a hash (64 bits, of the UTF-8 bytes) of its name. The top 24 bits of each output
make u in [0, 1); sums and products are done in float64 and rounded once to float32.

    convolution    (2u - 1) * sqrt(6 / fan_in)           He's variance, 2 / fan_in
    bias           (2u - 1) * 0.1
    norm scale     0.5 + u, times 0.3 for the last norm of a block with a shortcut
    norm shift     (2u - 1) * 0.1
    running mean   (2u - 1) * 0.2
    running var    0.5 + u
    classifier     (2u - 1) * sqrt(3 / features)         variance 1 / features
    pixels         (2u - 1) * 2, NHWC, stream "pixels"
    labels         whole outputs modulo classes, stream "labels"
"""

import math

import numpy as np


def stream(name, count):
    """The first count outputs of the stream of this name."""
    state = 0xCBF29CE484222325
    for byte in name.encode():
        state = ((state ^ byte) * 0x100000001B3) & (1 << 64) - 1
    with np.errstate(over="ignore"):
        z = np.uint64(state) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def uniform(name, count):
    """count numbers in [0, 1)."""
    return (stream(name, count) >> np.uint64(40)).astype(np.float64) / (1 << 24)


def parameter(name, shape, last_norm):
    """The values of one parameter; last_norm tells whether it belongs to the last norm of a block with a shortcut."""
    u = uniform(name, math.prod(shape))
    if len(shape) == 4:
        values = (2 * u - 1) * math.sqrt(6 / math.prod(shape[1:]))
    elif len(shape) == 2:
        values = (2 * u - 1) * math.sqrt(3 / shape[1])
    elif name.endswith(".running_mean"):
        values = (2 * u - 1) * 0.2
    elif name.endswith(".running_var"):
        values = 0.5 + u
    elif name.endswith(".weight"):
        values = (0.5 + u) * (0.3 if last_norm else 1)
    else:
        values = (2 * u - 1) * 0.1
    return values.astype(np.float32).reshape(shape)


def pixels(batch, height, width, channels=3):
    """A batch of images, NCHW as PyTorch wants them; the stream runs in NHWC order."""
    values = (2 * uniform("pixels", batch * height * width * channels) - 1) * 2
    return values.astype(np.float32).reshape(batch, height, width, channels).transpose(0, 3, 1, 2).copy()


def labels(batch, classes):
    return (stream("labels", batch) % np.uint64(classes)).astype(np.int64)
