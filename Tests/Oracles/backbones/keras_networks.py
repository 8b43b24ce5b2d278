"""Writes thin networks of Keras' applications as .h5 files, and what they make of a picture.

Run: python3 Tests/Oracles/backbones/keras_networks.py   (PyTorch 1.13, h5py 3.7)
The definitions are those of keras/applications/resnet.py and resnet_v2.py and of keras-applications' resnext.py, written in PyTorch.
Modules are named as Keras' layers. The files are laid out as Keras' save_weights does: a group for each layer, its weights under
their own names below, attributes layer_names and weight_names.
"""

import h5py
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import fixtures

EPSILON = 1.001e-5
CLASSES = 7


class Network(nn.Module):
    """Layers by Keras' names; the order in which they are made is the order of the file."""

    def __init__(self, top=True):
        super().__init__()
        self.top = top

    def conv(self, name, inputs, outputs, kernel, stride=1, padding=0, bias=True, groups=1):
        self.add_module(name, nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=bias))
        return outputs

    def norm(self, name, channels):
        self.add_module(name, nn.BatchNorm2d(channels, EPSILON))

    def __getitem__(self, name):
        return getattr(self, name)

    def finish(self, channels):
        if self.top:
            self.predictions = nn.Linear(channels, CLASSES)

    def classify(self, x):
        x = x.mean((2, 3))
        return self.predictions(x) if self.top else x

    @staticmethod
    def pool(x):
        """ZeroPadding2D before MaxPooling2D: the zeros take part in the maximum."""
        return F.max_pool2d(F.pad(x, (1, 1, 1, 1)), 3, 2)


class ResNetV1(Network):
    def __init__(self, depths, filters, stem, top=True):
        super().__init__(top)
        self.blocks = []
        self.conv("conv1_conv", 3, stem, 7, 2, 3)
        self.norm("conv1_bn", stem)
        channels = stem
        for stage, (depth, width) in enumerate(zip(depths, filters), 2):
            for block in range(1, depth + 1):
                name = f"conv{stage}_block{block}"
                stride = 2 if stage > 2 and block == 1 else 1
                if block == 1:
                    self.conv(name + "_0_conv", channels, 4 * width, 1, stride)
                    self.norm(name + "_0_bn", 4 * width)
                self.conv(name + "_1_conv", channels, width, 1, stride)
                self.norm(name + "_1_bn", width)
                self.conv(name + "_2_conv", width, width, 3, 1, 1)
                self.norm(name + "_2_bn", width)
                channels = self.conv(name + "_3_conv", width, 4 * width, 1)
                self.norm(name + "_3_bn", channels)
                self.blocks.append((name, block == 1))
        self.finish(channels)

    def forward(self, x):
        x = self.pool(F.relu(self["conv1_bn"](self["conv1_conv"](x))))
        for name, project in self.blocks:
            shortcut = self[name + "_0_bn"](self[name + "_0_conv"](x)) if project else x
            x = F.relu(self[name + "_1_bn"](self[name + "_1_conv"](x)))
            x = F.relu(self[name + "_2_bn"](self[name + "_2_conv"](x)))
            x = F.relu(self[name + "_3_bn"](self[name + "_3_conv"](x)) + shortcut)
        return self.classify(x)


class ResNetV2(Network):
    def __init__(self, depths, filters, stem, top=True):
        super().__init__(top)
        self.blocks = []
        self.conv("conv1_conv", 3, stem, 7, 2, 3)
        channels = stem
        for stage, (depth, width) in enumerate(zip(depths, filters), 2):
            for block in range(1, depth + 1):
                name = f"conv{stage}_block{block}"
                stride = 2 if block == depth and stage < len(depths) + 1 else 1
                self.norm(name + "_preact_bn", channels)
                if block == 1:
                    self.conv(name + "_0_conv", channels, 4 * width, 1, stride)
                self.conv(name + "_1_conv", channels, width, 1, bias=False)
                self.norm(name + "_1_bn", width)
                self.conv(name + "_2_conv", width, width, 3, stride, 1, bias=False)
                self.norm(name + "_2_bn", width)
                channels = self.conv(name + "_3_conv", width, 4 * width, 1)
                self.blocks.append((name, block == 1, stride))
        self.norm("post_bn", channels)
        self.finish(channels)

    def forward(self, x):
        x = self.pool(self["conv1_conv"](x))
        for name, project, stride in self.blocks:
            active = F.relu(self[name + "_preact_bn"](x))
            shortcut = self[name + "_0_conv"](active) if project else x[:, :, ::stride, ::stride]
            y = F.relu(self[name + "_1_bn"](self[name + "_1_conv"](active)))
            y = F.relu(self[name + "_2_bn"](self[name + "_2_conv"](y)))
            x = self[name + "_3_conv"](y) + shortcut
        return self.classify(F.relu(self["post_bn"](x)))


class DepthwiseSum(nn.Module):
    """Keras' grouped convolution: a depthwise one with a channel multiplier, then a sum over the inputs of each group."""

    def __init__(self, channels, groups, stride):
        super().__init__()
        self.groups, self.size = groups, channels // groups
        self.depthwise = nn.Conv2d(channels, channels * self.size, 3, stride, 1, groups=channels, bias=False)

    def forward(self, x):
        x = self.depthwise(x)
        return x.unflatten(1, (self.groups, self.size, self.size)).sum(2).flatten(1, 2)


class ResNeXt(Network):
    """groups * size filters in each stage's 3x3 convolutions, twice as many (64 // 32) at the end of a block."""

    def __init__(self, depths, filters, stem, groups, widen=2):
        super().__init__()
        self.blocks = []
        self.conv("conv1_conv", 3, stem, 7, 2, 3, bias=False)
        self.norm("conv1_bn", stem)
        channels = stem
        for stage, (depth, width) in enumerate(zip(depths, filters), 2):
            for block in range(1, depth + 1):
                name = f"conv{stage}_block{block}"
                stride = 2 if stage > 2 and block == 1 else 1
                if block == 1:
                    self.conv(name + "_0_conv", channels, widen * width, 1, stride, bias=False)
                    self.norm(name + "_0_bn", widen * width)
                self.conv(name + "_1_conv", channels, width, 1, bias=False)
                self.norm(name + "_1_bn", width)
                self.add_module(name + "_2_conv", DepthwiseSum(width, groups, stride))
                self.norm(name + "_2_bn", width)
                channels = self.conv(name + "_3_conv", width, widen * width, 1, bias=False)
                self.norm(name + "_3_bn", channels)
                self.blocks.append((name, block == 1))
        self.finish(channels)

    forward = ResNetV1.forward


def weights(module):
    """A layer's weights as Keras calls and lays them out."""
    numbers = {key: tensor.detach().numpy() for key, tensor in module.state_dict().items()}
    if isinstance(module, nn.BatchNorm2d):
        return {"gamma": numbers["weight"], "beta": numbers["bias"],
                "moving_mean": numbers["running_mean"], "moving_variance": numbers["running_var"]}
    if isinstance(module, DepthwiseSum):
        kernel = numbers["depthwise.weight"]  # [channel * multiplier, 1, height, width]
        kernel = kernel.reshape(-1, module.size, 3, 3).transpose(2, 3, 0, 1)
        return {"depthwise_kernel": kernel}
    kernel = numbers["weight"]
    result = {"kernel": kernel.transpose(2, 3, 1, 0) if kernel.ndim == 4 else kernel.T}
    if "bias" in numbers:
        result["bias"] = numbers["bias"]
    return result


def save(path, network, folder="", nested="", empty=("input_1",), dtype="<f4", variable=False, **kwargs):
    """As Keras' save_weights: folder is model_weights in the file of a whole model, nested the name of a model in a model."""
    def text(values):
        return values if variable else [value.encode() for value in values]

    with h5py.File(path, "w", **kwargs) as file:
        root = file.create_group(folder) if folder else file
        layers = {name: weights(module) for name, module in network.named_children()}
        if nested:
            head = {"predictions": layers.pop("predictions")}
            groups = {nested: layers, **{name: {name: values} for name, values in head.items()}}
        else:
            groups = {name: {name: values} for name, values in layers.items()}
        root.attrs["layer_names"] = text([*empty, *groups])
        root.attrs["backend"] = "tensorflow" if variable else b"tensorflow"
        root.attrs["keras_version"] = "2.4.0" if variable else b"2.4.0"
        for name in empty:
            root.create_group(name).attrs["weight_names"] = []
        for group_name, members in groups.items():
            group = root.create_group(group_name)
            names = [f"{layer}/{key}:0" for layer, values in members.items() for key in values]
            group.attrs["weight_names"] = text(names)
            for layer, values in members.items():
                for key, value in values.items():
                    dataset = group.create_dataset(f"{layer}/{key}:0", value.shape, dtype)
                    dataset[...] = value


def main():
    fixtures.FOLDER.mkdir(parents=True, exist_ok=True)
    cases = {}

    def write(name, network, seed, dtype="<f4", **kwargs):
        held = {"<f4": torch.float32, ">f4": torch.float32, "<f2": torch.float16, "<f8": torch.float32}[dtype]
        fixtures.fill(network, seed, held)
        save(fixtures.FOLDER / name, network, dtype=dtype, **kwargs)
        cases[name] = fixtures.run(network)

    write("keras-v1.h5", ResNetV1([2, 2], [4, 6], 8), seed=6)
    write("keras-v1-notop.h5", ResNetV1([1, 2], [4, 6], 8, top=False), seed=7, libver="latest", dtype=">f4", variable=True)
    write("keras-v2.h5", ResNetV2([2, 3, 2], [4, 6, 8], 8), seed=8)
    write("keras-v2-notop.h5", ResNetV2([2, 2], [4, 6], 8, top=False), seed=9, libver="latest", dtype="<f8",
          folder="model_weights")
    write("keras-resnext.h5", ResNeXt([2, 1], [8, 16], 8, groups=4), seed=10, dtype="<f2", nested="resnext50")
    fixtures.record("keras", cases)


if __name__ == "__main__":
    main()
