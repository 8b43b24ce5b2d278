"""Writes thin pre-activation networks of TF-Slim as frozen TensorFlow graphs, with what they compute, for the importer's tests.

Run: python3 Tests/Oracles/backbones/slim.py   (PyTorch 1.13)
The structure follows Slim's published definition (research/slim/nets/resnet_v2.py and resnet_utils.py in tensorflow/models):
a stage's last unit strides, a shortcut of equal depth is a strided max pooling of 1 x 1, convolutions that a batch norm
follows have no bias, the max pooling is padded SAME and the strided convolutions are padded symmetrically. The files hold
what the importer reads of a graph: a Placeholder, each variable as a Const node with an Identity "/read" behind it, and
constants that are no weights. Messages: graph.proto, node_def.proto, attr_value.proto, tensor.proto, meta_graph.proto of
TensorFlow.
"""

import math
import struct

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import thin

FLOAT, INT32, HALF = 1, 3, 19


class Unit(nn.Module):
    def __init__(self, inputs, depth, stride):
        super().__init__()
        inner = depth // 4
        self.stride = stride
        self.preact = nn.BatchNorm2d(inputs)
        self.shortcut = nn.Conv2d(inputs, depth, 1, stride) if inputs != depth else None
        self.conv1, self.norm1 = nn.Conv2d(inputs, inner, 1, bias=False), nn.BatchNorm2d(inner)
        self.conv2, self.norm2 = nn.Conv2d(inner, inner, 3, stride, 1, bias=False), nn.BatchNorm2d(inner)
        self.conv3 = nn.Conv2d(inner, depth, 1)

    def forward(self, x):
        preact = F.relu(self.preact(x))
        shortcut = self.shortcut(preact) if self.shortcut else F.max_pool2d(x, 1, self.stride)
        y = F.relu(self.norm1(self.conv1(preact)))
        return self.conv3(F.relu(self.norm2(self.conv2(y)))) + shortcut


class ResNet(nn.Module):
    def __init__(self, units, widths, stem):
        super().__init__()
        self.conv1 = nn.Conv2d(3, stem, 7, 2, 3)
        self.blocks = nn.ModuleList()
        channels = stem
        for stage, (count, width) in enumerate(zip(units, widths)):
            block = nn.ModuleList()
            for i in range(count):
                last = i == count - 1 and stage < len(units) - 1
                block.append(Unit(channels, width * 4, 2 if last else 1))
                channels = width * 4
            self.blocks.append(block)
        self.postnorm = nn.BatchNorm2d(channels)
        self.logits = nn.Conv2d(channels, thin.CLASSES, 1)

    def forward(self, x):
        x = self.conv1(x)
        height, width = ((math.ceil(n / 2) - 1) * 2 + 3 - n for n in x.shape[-2:])
        x = F.pad(x, (width // 2, width - width // 2, height // 2, height - height // 2), value=-math.inf)
        x = F.max_pool2d(x, 3, 2)
        for block in self.blocks:
            for unit in block:
                x = unit(x)
        return self.logits(F.relu(self.postnorm(x)).mean((2, 3), keepdim=True)).flatten(1)


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def field(number, value):
    """A message's field: an integer, or text, bytes or a message."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def attribute(key, value):
    return field(5, field(1, key) + field(2, value))


def node(name, kind, *inputs, attributes=b""):
    return field(1, field(1, name) + field(2, kind) + b"".join(field(3, i) for i in inputs) + attributes)


def constant(name, values, kind):
    shape = b"".join(field(2, field(1, n)) for n in values.shape)
    tensor = field(1, kind) + field(2, shape)
    flat = values.flatten()
    if kind == FLOAT and flat.size > 1 and (flat == flat[0]).all():
        tensor += field(5, struct.pack("<f", flat[0]))                      # one value stands for all
    elif kind == HALF and flat.size < 20:
        tensor += field(13, b"".join(varint(int(bits)) for bits in flat.astype(np.float16).view(np.uint16)))
    else:
        tensor += field(4, values.astype({FLOAT: "<f4", INT32: "<i4", HALF: "<f2"}[kind]).tobytes())
    return node(name, "Const", attributes=attribute("dtype", field(6, kind)) + attribute("value", field(8, tensor)))


def variables(network):
    """Name and values of each variable; convolutions [height, width, in, out]."""
    def convolution(name, layer):
        yield f"{name}/weights", layer.weight.permute(2, 3, 1, 0)
        if layer.bias is not None:
            yield f"{name}/biases", layer.bias

    def norm(name, layer):
        yield f"{name}/gamma", layer.weight
        yield f"{name}/beta", layer.bias
        yield f"{name}/moving_mean", layer.running_mean
        yield f"{name}/moving_variance", layer.running_var

    yield from convolution("conv1", network.conv1)
    for b, block in enumerate(network.blocks, 1):
        for u, unit in enumerate(block, 1):
            scope = f"block{b}/unit_{u}/bottleneck_v2"
            yield from norm(f"{scope}/preact", unit.preact)
            if unit.shortcut:
                yield from convolution(f"{scope}/shortcut", unit.shortcut)
            yield from convolution(f"{scope}/conv1", unit.conv1)
            yield from norm(f"{scope}/conv1/BatchNorm", unit.norm1)
            yield from convolution(f"{scope}/conv2", unit.conv2)
            yield from norm(f"{scope}/conv2/BatchNorm", unit.norm2)
            yield from convolution(f"{scope}/conv3", unit.conv3)
    yield from norm("postnorm", network.postnorm)
    yield from convolution("logits", network.logits)


def graph(network, scope, kind):
    nodes = node("input", "Placeholder", attributes=attribute("dtype", field(6, FLOAT)))
    for name, values in variables(network):
        nodes += constant(scope + name, values.detach().numpy(), kind)
        nodes += node(f"{scope}{name}/read", "Identity", scope + name)
    nodes += constant(f"{scope}Pad/paddings", np.array([[0, 0], [3, 3], [3, 3], [0, 0]]), INT32)
    nodes += constant(f"{scope}dropout/keep_prob", np.array(1.0), FLOAT)
    return nodes + field(4, field(1, 27))  # versions { producer: 27 }


def main():
    network = thin.randomize(ResNet((2, 2), (8, 16), 8), seed=1)
    with torch.no_grad():
        network.conv1.bias.fill_(0.125)
    cases = [thin.case(network, "slim.pb"), thin.case(network, "slim.meta")]
    (thin.FIXTURES / "slim.pb").write_bytes(graph(network, "resnet_v2_50/", FLOAT))
    information = field(2, field(1, field(1, "Conv2D"))) + field(4, "train") + field(5, "1.14.0")
    (thin.FIXTURES / "slim.meta").write_bytes(field(1, information) + field(2, graph(network, "import/resnet_v2_50/", FLOAT)))

    with torch.no_grad():
        for tensor in network.state_dict().values():
            tensor.copy_(tensor.half())
    cases.append(thin.case(network, "slim-half.pb"))
    (thin.FIXTURES / "slim-half.pb").write_bytes(graph(network, "resnet_v2_50/", HALF))
    tiny = thin.randomize(ResNet((1,), (1,), 2), seed=9)  # for tests of damaged files
    (thin.FIXTURES / "slim-tiny.meta").write_bytes(field(2, graph(tiny, "resnet_v2_50/", FLOAT)))
    thin.write("slim", cases)


if __name__ == "__main__":
    main()
