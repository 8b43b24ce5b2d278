"""Writes a thin network of timm's ResNetV2 as a safetensors file, and what it makes of a picture.

Run: python3 Tests/Oracles/backbones/timm_resnetv2.py   (PyTorch 1.13)
The definition is timm's resnetv2_50 (timm/models/resnetv2.py): pre-activation bottlenecks, a stem without norm, shortcuts projected
from the pre-activation, a 1x1 convolution as classifier. Module names are timm's.
"""

import torch.nn.functional as F
from torch import nn

import fixtures


class Downsample(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 1, stride, bias=False)

    def forward(self, x):
        return self.conv(x)


class PreActBottleneck(nn.Module):
    def __init__(self, inputs, outputs, stride, project):
        super().__init__()
        middle = outputs // 4
        self.downsample = Downsample(inputs, outputs, stride) if project else None
        self.norm1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, middle, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(middle)
        self.conv2 = nn.Conv2d(middle, middle, 3, stride, 1, bias=False)
        self.norm3 = nn.BatchNorm2d(middle)
        self.conv3 = nn.Conv2d(middle, outputs, 1, bias=False)

    def forward(self, x):
        active = F.relu(self.norm1(x))
        shortcut = x if self.downsample is None else self.downsample(active)
        x = self.conv1(active)
        x = self.conv2(F.relu(self.norm2(x)))
        return self.conv3(F.relu(self.norm3(x))) + shortcut


class Stage(nn.Module):
    def __init__(self, inputs, outputs, stride, depth):
        super().__init__()
        self.blocks = nn.Sequential(*(
            PreActBottleneck(outputs if i else inputs, outputs, 1 if i else stride, project=i == 0) for i in range(depth)))

    def forward(self, x):
        return self.blocks(x)


class ResNetV2(nn.Module):
    def __init__(self, depths, channels, stem, classes):
        super().__init__()
        self.stem = nn.Sequential()
        self.stem.add_module("conv", nn.Conv2d(3, stem, 7, 2, 3, bias=False))
        self.stem.add_module("pool", nn.MaxPool2d(3, 2, 1))
        widths = [stem, *channels]
        self.stages = nn.Sequential(*(
            Stage(widths[i], widths[i + 1], 1 if i == 0 else 2, depth) for i, depth in enumerate(depths)))
        self.norm = nn.BatchNorm2d(channels[-1])
        self.head = nn.Sequential()
        self.head.add_module("fc", nn.Conv2d(channels[-1], classes, 1))

    def forward(self, x):
        x = F.relu(self.norm(self.stages(self.stem(x))))
        return self.head(x.mean((2, 3), keepdim=True)).flatten(1)


def main():
    fixtures.FOLDER.mkdir(parents=True, exist_ok=True)
    network = fixtures.fill(ResNetV2([2, 1, 2, 1], [16, 24, 32, 40], stem=8, classes=7), seed=5)
    state = {name: tensor for name, tensor in network.state_dict().items() if not name.endswith("num_batches_tracked")}
    fixtures.write_safetensors(fixtures.FOLDER / "timm-resnetv2.safetensors", state)
    fixtures.record("timm", {"timm-resnetv2.safetensors": fixtures.run(network)})


if __name__ == "__main__":
    main()
