"""What all scripts of this folder share: random weights, a picture, and where the results go.

Weights are He-scaled normals, batch norms have scales of 0.5 to 1.5, shifts and means around 0, and variances of 0.5 to 1.5; all
from NumPy's default generator, seeded. Pixel i of the picture (NHWC, float32) is (7919 i mod 1009) / 504 - 1.
"""

import json
import pathlib
import struct

import numpy as np
import torch
from torch import nn

FOLDER = pathlib.Path(__file__).parents[2] / "Classification/Backbones/Importing/Fixtures"
HEIGHT, WIDTH = 45, 38  # sides that strides do not divide evenly, so that every layer meets a border


def picture():
    """NCHW, one image."""
    i = np.arange(HEIGHT * WIDTH * 3)
    pixels = ((7919 * i % 1009) / 504 - 1).astype(np.float32).reshape(1, HEIGHT, WIDTH, 3)
    return torch.from_numpy(pixels.transpose(0, 3, 1, 2).copy())


def fill(network, seed, dtype=torch.float32):
    """Random weights, rounded to what dtype holds, which is what the file will say."""
    random = np.random.default_rng(seed)

    def put(tensor, values):
        tensor.copy_(torch.from_numpy(np.asarray(values, np.float32)).to(dtype).float())

    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                shape = module.weight.shape
                put(module.weight, random.uniform(0.5, 1.5, shape))
                put(module.bias, random.normal(0, 0.1, shape))
                put(module.running_mean, random.normal(0, 0.1, shape))
                put(module.running_var, random.uniform(0.5, 1.5, shape))
            elif isinstance(module, (nn.Conv2d, nn.Linear)):
                shape = module.weight.shape
                put(module.weight, random.normal(0, np.sqrt(2 / np.prod(shape[1:])), shape))
                if module.bias is not None:
                    put(module.bias, random.normal(0, 0.1, module.bias.shape))
    return network.eval()


def run(network):
    """What the network makes of the picture, computed in float64."""
    with torch.no_grad():
        outputs = network.double()(picture().double())
    network.float()
    return [float(f"{value:.9g}") for value in outputs.flatten().numpy()]


def write_safetensors(path, state):
    """Named float32 tensors as a safetensors file."""
    header, data = {}, b""
    for name, tensor in state.items():
        values = tensor.numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def record(name, cases):
    """Writes NAME.json: a file's name to what its network makes of the picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(f"{json.dumps(file)}: {json.dumps(outputs)}" for file, outputs in cases.items())
    (FOLDER / f"{name}.json").write_text(f"{{\n{lines}\n}}\n")
    for file, outputs in cases.items():
        print(f"{file:32} {(FOLDER / file).stat().st_size:8} bytes, largest output {max(map(abs, outputs)):.4g}")
