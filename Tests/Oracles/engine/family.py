"""Writes Tests/Engine/Networks/Fixtures/family.json: what PyTorch computes for every member of the family and a few variants.

Run: python3 Tests/Oracles/engine/family.py   (PyTorch 1.13, torchvision 0.14)
Weights and pixels come from generator.py; evaluation mode, float64, rounded to float32 at the end. Members that torchvision has
are checked against it: the same state dictionary, the same logits.
"""

import json
import pathlib

import numpy as np
import torch
import torchvision
from torch import nn

import generator
import networks

CLASSES, BATCH = 16, 2
TORCHVISION = {
    "resnet18": "resnet18", "resnet34": "resnet34", "resnet50": "resnet50", "resnet101": "resnet101", "resnet152": "resnet152",
    "resnext50-32x4d": "resnext50_32x4d", "resnext101-32x8d": "resnext101_32x8d", "resnext101-64x4d": "resnext101_64x4d",
    "wide-resnet50-2": "wide_resnet50_2", "wide-resnet101-2": "wide_resnet101_2",
}


def count_multiply_adds(network, x):
    """Multiply-adds of all convolutions and linear layers for one image."""
    total = 0

    def add(module, _, output):
        nonlocal total
        positions = output.shape[2] * output.shape[3] if output.dim() == 4 else 1
        total += positions * module.weight.numel()

    hooks = [m.register_forward_hook(add) for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    network(x[:1])
    for hook in hooks:
        hook.remove()
    return total


def case(name, spec):
    # Sides that strides do not divide evenly, so that every layer meets a border; SAME padding is lopsided on even ones.
    height, width = (32, 30) if name.endswith("-cifar") else (48, 68) if spec.stem_pool == "same" else (50, 70)
    network = networks.ResNet(spec, CLASSES)
    state = network.load_generated()
    network.eval().double()
    x = torch.from_numpy(generator.pixels(BATCH, height, width)).double()
    logits = network(x)
    if name in TORCHVISION:
        reference = getattr(torchvision.models, TORCHVISION[name])(num_classes=CLASSES)
        missing, unexpected = reference.load_state_dict(state, strict=False)
        assert not unexpected and all(n.endswith("num_batches_tracked") for n in missing), (missing, unexpected)
        reference.eval().double()
        assert torch.allclose(reference(x), logits, rtol=1e-12, atol=1e-12), name
    print(f"{name:28} {list(logits.shape)} largest {logits.abs().max().item():.4g}")
    return {
        "name": name,
        "height": height,
        "width": width,
        "parameters": sum(p.numel() for n, p in network.named_parameters() if not n.startswith("bn_data")),
        "multiply_adds": count_multiply_adds(network, x),
        "logits": [float(f"{v:.9g}") for v in logits.flatten().numpy().astype(np.float32)],
    }


def main():
    with torch.no_grad():
        cases = [case(name, spec) for name, spec in {**networks.FAMILY, **networks.VARIANTS}.items()]
    path = pathlib.Path(__file__).parents[2] / "Engine/Networks/Fixtures/family.json"
    path.parent.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(c) for c in cases)
    path.write_text(f'{{"classes": {CLASSES}, "batch": {BATCH}, "cases": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
