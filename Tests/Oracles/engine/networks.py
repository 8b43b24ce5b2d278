"""The ResNet family in PyTorch, driven by a table; parameter names as in docs/parameters.md."""

import dataclasses
import math

import torch
import torch.nn.functional as F
from torch import nn

import generator


@dataclasses.dataclass(frozen=True)
class Spec:
    depths: tuple
    widths: tuple = (64, 128, 256, 512)
    bottleneck: bool = True
    v2: bool = False
    groups: int = 1
    width_per_group: int = 64
    stride_first: bool = False      # bottleneck: the stride stands in the first 1x1 rather than in the 3x3
    stride_at_end: bool = False     # the last block of a stage halves the size rather than the first of the next
    shortcut: str = "projection"    # projection, pooling, zeros or none
    projection_raw: bool = False    # v2: the projection reads x rather than relu(norm(x))
    data_norm: bool = False
    stem_kernel: int = 7
    stem_stride: int = 2
    stem_width: int = 64
    stem_norm: bool = True
    stem_pool: str = "symmetric"    # symmetric, zeros, same or none
    bias: bool = False
    epsilon: float = 1e-5
    same: bool = False


def same_padding(x, kernel, stride, value=0.0):
    """Pads x as TensorFlow's SAME does."""
    total = [max((math.ceil(n / stride) - 1) * stride + kernel - n, 0) for n in x.shape[-2:]]
    top, left = total[0] // 2, total[1] // 2
    return F.pad(x, (left, total[1] - left, top, total[0] - top), value=value)


class Convolution(nn.Conv2d):
    def __init__(self, spec, inputs, outputs, kernel, stride=1, groups=1):
        super().__init__(inputs, outputs, kernel, stride, 0 if spec.same else (kernel - 1) // 2, groups=groups, bias=spec.bias)
        self.same = spec.same

    def forward(self, x):
        return super().forward(same_padding(x, self.kernel_size[0], self.stride[0]) if self.same else x)


class Block(nn.Module):
    def __init__(self, spec, inputs, width, stride):
        super().__init__()
        self.spec, self.stride = spec, stride
        if spec.bottleneck:
            inner = int(width * (spec.width_per_group / 64)) * spec.groups
            first, second = (stride, 1) if spec.stride_first else (1, stride)
            plan = [(inputs, inner, 1, first, 1), (inner, inner, 3, second, spec.groups), (inner, width * 4, 1, 1, 1)]
        else:
            plan = [(inputs, width, 3, stride, 1), (width, width, 3, 1, 1)]
        self.length = len(plan)
        for i, (a, b, kernel, s, groups) in enumerate(plan, 1):
            if spec.v2:
                setattr(self, f"bn{i}", nn.BatchNorm2d(a, spec.epsilon))
            setattr(self, f"conv{i}", Convolution(spec, a, b, kernel, s, groups))
            if not spec.v2:
                setattr(self, f"bn{i}", nn.BatchNorm2d(b, spec.epsilon))
        self.outputs = plan[-1][1]
        self.downsample = None
        resized, widened = stride > 1, inputs != self.outputs
        if spec.shortcut == "projection" and (resized or widened) or spec.shortcut == "pooling" and widened:
            projection = [Convolution(spec, inputs, self.outputs, 1, stride)]
            self.downsample = nn.Sequential(*projection if spec.v2 else projection + [nn.BatchNorm2d(self.outputs, spec.epsilon)])

    def parts(self):
        return [(getattr(self, f"conv{i}"), getattr(self, f"bn{i}")) for i in range(1, self.length + 1)]

    def add_shortcut(self, y, x, pre_activation):
        if self.spec.shortcut == "none":
            return y
        if self.downsample is not None:
            return y + self.downsample(pre_activation if self.spec.v2 and not self.spec.projection_raw else x)
        x = x[:, :, :: self.stride, :: self.stride]
        return y + F.pad(x, (0, 0, 0, 0, 0, y.shape[1] - x.shape[1]))

    def forward(self, x):
        if self.spec.v2:
            y = pre_activation = F.relu(self.bn1(x))
            for i, (convolution, norm) in enumerate(self.parts()):
                y = convolution(F.relu(norm(y)) if i else y)
            return self.add_shortcut(y, x, pre_activation)
        y = x
        for i, (convolution, norm) in enumerate(self.parts()):
            y = norm(convolution(F.relu(y) if i else y))
        return F.relu(self.add_shortcut(y, x, None))


class ResNet(nn.Module):
    def __init__(self, spec, classes):
        super().__init__()
        self.spec = spec
        if spec.data_norm:
            self.bn_data = nn.BatchNorm2d(3, spec.epsilon)
        self.conv1 = Convolution(spec, 3, spec.stem_width, spec.stem_kernel, spec.stem_stride)
        if spec.stem_norm:
            self.bn1 = nn.BatchNorm2d(spec.stem_width, spec.epsilon)
        channels = spec.stem_width
        for stage, (depth, width) in enumerate(zip(spec.depths, spec.widths)):
            blocks = []
            for index in range(depth):
                if spec.stride_at_end:
                    strided = index == depth - 1 and stage < len(spec.depths) - 1
                else:
                    strided = index == 0 and stage > 0
                blocks.append(Block(spec, channels, width, 2 if strided else 1))
                channels = blocks[-1].outputs
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        if spec.v2:
            self.bn_last = nn.BatchNorm2d(channels, spec.epsilon)
        self.fc = nn.Linear(channels, classes)

    def forward(self, x):
        spec = self.spec
        if spec.data_norm:
            x = self.bn_data(x)
        x = self.conv1(x)
        if spec.stem_norm:
            x = F.relu(self.bn1(x))
        if spec.stem_pool == "symmetric":
            x = F.max_pool2d(x, 3, 2, 1)
        elif spec.stem_pool == "zeros":
            x = F.max_pool2d(F.pad(x, (1, 1, 1, 1)), 3, 2)
        elif spec.stem_pool == "same":
            x = F.max_pool2d(same_padding(x, 3, 2, -math.inf), 3, 2)
        for stage in range(len(spec.depths)):
            x = getattr(self, f"layer{stage + 1}")(x)
        if spec.v2:
            x = F.relu(self.bn_last(x))
        return self.fc(x.mean((2, 3)))

    def load_generated(self):
        """Fills all parameters and statistics from the generator."""
        last_norms = set()
        if self.spec.shortcut != "none":
            for name, module in self.named_modules():
                if isinstance(module, Block):
                    last_norms.add(f"{name}.bn{module.length}.weight")
        state = {
            name: torch.from_numpy(generator.parameter(name, tuple(tensor.shape), name in last_norms))
            for name, tensor in self.state_dict().items() if not name.endswith(".num_batches_tracked")
        }
        self.load_state_dict(state, strict=False)
        return state


CIFAR = dict(widths=(16, 32, 64), bottleneck=False, stem_kernel=3, stem_stride=1, stem_width=16, stem_pool="none", shortcut="zeros")
DEPTHS = {18: (2, 2, 2, 2), 34: (3, 4, 6, 3), 50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}

FAMILY = {
    "resnet10": Spec((1, 1, 1, 1), bottleneck=False),
    **{f"resnet{n}": Spec(DEPTHS[n], bottleneck=n >= 50) for n in DEPTHS},
    **{f"resnet{n}v1": Spec(DEPTHS[n], stride_first=True) for n in (50, 101, 152)},
    **{f"resnet{n}v2": Spec(DEPTHS[n], bottleneck=n >= 50, v2=True) for n in DEPTHS},
    **{f"resnet{n}-cifar": Spec(((n - 2) // 6,) * 3, **CIFAR) for n in (20, 32, 44, 56, 110)},
    "resnext50-32x4d": Spec(DEPTHS[50], groups=32, width_per_group=4),
    "resnext101-32x8d": Spec(DEPTHS[101], groups=32, width_per_group=8),
    "resnext101-64x4d": Spec(DEPTHS[101], groups=64, width_per_group=4),
    "wide-resnet50-2": Spec(DEPTHS[50], width_per_group=128),
    "wide-resnet101-2": Spec(DEPTHS[101], width_per_group=128),
    **{f"plain{n}": Spec(DEPTHS[n], bottleneck=False, shortcut="none") for n in (18, 34)},
    **{f"plain{n}-cifar": Spec(((n - 2) // 6,) * 3, **{**CIFAR, "shortcut": "none"}) for n in (20, 32, 44, 56, 110)},
}

# Networks whose published weights differ from the family's members in structure; here with fewer blocks.
SHORT = (2, 2, 1, 2)
VARIANTS = {
    "gluon-v2": Spec(SHORT, v2=True, data_norm=True),
    "keras-v1": Spec(SHORT, stride_first=True, bias=True, epsilon=1.001e-5, stem_pool="zeros"),
    "keras-v2": Spec(SHORT, v2=True, stride_at_end=True, shortcut="pooling", bias=True, epsilon=1.001e-5, stem_norm=False,
                     stem_pool="zeros"),
    "slim-v2": Spec(SHORT, v2=True, stride_at_end=True, shortcut="pooling", bias=True, stem_norm=False, stem_pool="same"),
    "timm-v2": Spec(SHORT, v2=True, stem_norm=False),
    "same-padding": Spec(SHORT, same=True, stem_pool="same"),
    "raw-projection-v2": Spec(SHORT, v2=True, bottleneck=False, projection_raw=True),
    "zero-padding-bottleneck-v2": Spec((1, 1, 1), widths=(16, 32, 64), v2=True, shortcut="zeros", stem_pool="none"),
}
