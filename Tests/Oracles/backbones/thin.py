"""What the oracles of imported weights share: random weights, and a JSON file of a picture and logits.

Weights have He's variance; batch norms have scales of 0.4 to 1, shifts and means up to 0.2, variances of 0.5 to 1.5. The
picture is of whole numbers, to be divided by 64, so that it is short and exact.
"""

import json
import math
import pathlib

import torch
from torch import nn

FIXTURES = pathlib.Path(__file__).parents[2] / "Classification/Backbones/Importing/Fixtures"
CLASSES = 7


def randomize(network, seed):
    """Fills all parameters and statistics."""
    generator = torch.Generator().manual_seed(seed)

    def fill(tensor, low, high):
        tensor.copy_(torch.rand(tensor.shape, generator=generator) * (high - low) + low)

    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                reach = math.sqrt((6 if isinstance(module, nn.Conv2d) else 3) / module.weight[0].numel())
                fill(module.weight, -reach, reach)
                if module.bias is not None:
                    fill(module.bias, -0.2, 0.2)
            elif isinstance(module, nn.BatchNorm2d):
                if module.affine:
                    fill(module.weight, 0.4, 1)
                    fill(module.bias, -0.2, 0.2)
                fill(module.running_mean, -0.2, 0.2)
                fill(module.running_var, 0.5, 1.5)
    return network.eval()


# Odd and even sides on the way down, so that SAME padding is lopsided somewhere.
HEIGHT, WIDTH = 43, 54


def picture():
    """Whole numbers [channel, height, width]."""
    return torch.randint(-128, 128, (3, HEIGHT, WIDTH), generator=torch.Generator().manual_seed(1))


def case(network, file):
    """What the network makes of the picture in double precision."""
    with torch.no_grad():
        logits = network.double()(picture()[None].double() / 64)[0]
    network.float()
    print(f"{file:32} largest logit {logits.abs().max().item():.4g}")
    return {"file": file, "logits": [float(f"{value:.9g}") for value in logits.tolist()]}


def write(name, cases):
    """Writes NAME.json beside the weight files."""
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    pixels = json.dumps(picture().permute(1, 2, 0).flatten().tolist(), separators=(",", ":"))
    text = f'{{"height":{HEIGHT},"width":{WIDTH},"pixels":{pixels},"cases":[\n{lines}\n]}}\n'
    (FIXTURES / f"{name}.json").write_text(text)
