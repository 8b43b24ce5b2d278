"""Writes thin networks of torchvision's own class as .pth files of every form, and what they make of a picture.

Run: python3 Tests/Oracles/backbones/torchvision_networks.py   (PyTorch 1.13, torchvision 0.14)
"""

import collections

import torch
from torch import nn
from torchvision.models.resnet import BasicBlock, Bottleneck, ResNet

import fixtures

WIDTHS = {64: 4, 128: 6, 256: 8, 512: 10}
STEM = 8


class ThinResNet(ResNet):
    """torchvision's ResNet with fewer channels; everything else is torchvision's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, num_classes=7, **kwargs)
        self.conv1 = nn.Conv2d(3, STEM, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(STEM)
        expansion = self.layer4[-1].expansion
        self.fc = nn.Linear(WIDTHS[512] * expansion, 7)

    def _make_layer(self, block, planes, blocks, **kwargs):
        if planes == 64:
            self.inplanes = STEM
        return super()._make_layer(block, WIDTHS[planes], blocks, **kwargs)


def main():
    fixtures.FOLDER.mkdir(parents=True, exist_ok=True)
    cases = {}

    def save(name, network, content, **kwargs):
        torch.save(content, fixtures.FOLDER / name, **kwargs)
        cases[name] = fixtures.run(network)

    basic = fixtures.fill(ThinResNet(BasicBlock, [2, 1, 1, 1]), seed=1)
    save("torchvision-basic.pth", basic, basic.state_dict())

    # Before PyTorch 1.6: a row of pickles. A checkpoint of a parallel training, in half precision.
    bottleneck = fixtures.fill(ThinResNet(Bottleneck, [2, 1, 1, 1]), seed=2, dtype=torch.float16)
    state = collections.OrderedDict(
        ("module." + name, tensor.half() if tensor.is_floating_point() else tensor)
        for name, tensor in bottleneck.state_dict().items())
    save("torchvision-bottleneck.pth", bottleneck, {"epoch": 3, "best": 0.5, "state_dict": state},
         _use_new_zipfile_serialization=False)

    # Kernels whose elements do not lie in row-major order, and several tensors in one storage; a later pickle protocol.
    resnext = fixtures.fill(ThinResNet(Bottleneck, [1, 1, 1, 2], groups=4, width_per_group=32), seed=3, dtype=torch.bfloat16)
    state = collections.OrderedDict()
    for name, tensor in resnext.state_dict().items():
        if tensor.dim() == 4:
            tensor = tensor.bfloat16().to(memory_format=torch.channels_last)
        state[name] = tensor
    joined = torch.cat([resnext.bn1.weight, resnext.bn1.bias]).detach()
    state["bn1.weight"], state["bn1.bias"] = joined[:STEM], joined[STEM:]
    save("torchvision-resnext.pth", resnext, state, pickle_protocol=4)

    # Trained parameters rather than plain tensors, as model.named_parameters() gives them.
    wide = fixtures.fill(ThinResNet(Bottleneck, [1, 1, 1, 1], width_per_group=128), seed=4)
    state = {**dict(wide.named_parameters()), **dict(wide.named_buffers())}
    save("torchvision-wide.pth", wide, {"model": state})

    fixtures.record("torchvision", cases)


if __name__ == "__main__":
    main()
