"""Writes members of the family as ONNX models: opset 13, a batch of any size, pixels NCHW of 224 x 224; untrained.

Run: python3 Tests/Benchmarks/Peers/export_onnx.py FOLDER ARCH...   (Debian's python3-torch)
"""

import pathlib
import sys
import warnings

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "Oracles" / "engine"))

import torch

import networks


def export(arch, path):
    model = networks.ResNet(networks.FAMILY[arch], classes=1000).eval()
    model.load_generated()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model, torch.zeros(1, 3, 224, 224), str(path), opset_version=13, input_names=["pixels"], output_names=["logits"],
            dynamic_axes={"pixels": {0: "batch"}, "logits": {0: "batch"}})


folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for arch in sys.argv[2:]:
    path = folder / f"{arch}.onnx"
    if not path.exists():
        partial = path.with_suffix(".partial")
        export(arch, partial)
        partial.rename(path)
