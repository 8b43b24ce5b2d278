"""Writes thin networks as torch.onnx.export does, with what they compute, for the tests of the importer.

Run: python3 Tests/Oracles/backbones/torch_onnx.py   (PyTorch 1.13, onnx 1.12)
The exporter folds batch norms into the convolutions before them and numbers the results; with its folding off, names stay.
The networks are those of Tests/Oracles/engine/networks.py, which family.py compares with torchvision's.
"""

import pathlib
import sys
import warnings

import torch

import thin

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "engine"))

import networks  # noqa: E402

SHAPE = dict(depths=(2, 2), widths=(8, 16), stem_width=8)
NETWORKS = {
    "torch-v1.5": networks.Spec(**SHAPE),
    "torch-v1": networks.Spec(**SHAPE, stride_first=True),
    "torch-v2": networks.Spec(**SHAPE, v2=True),
    "torch-basic-v2": networks.Spec(**SHAPE, v2=True, bottleneck=False, projection_raw=True, data_norm=True),
    "torch-resnext": networks.Spec(depths=(1, 2), widths=(16, 32), stem_width=8, groups=4, width_per_group=16),
}


def add_shortcut(block, y, x, pre_activation):
    """As torchvision writes it, without the slices and paddings that the general one leaves where they change nothing."""
    if block.downsample is None:
        return y + x
    return y + block.downsample(pre_activation if block.spec.v2 and not block.spec.projection_raw else x)


networks.Block.add_shortcut = add_shortcut


def export(network, path, folded):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network, torch.zeros(1, 3, 32, 32), str(path), opset_version=13, input_names=["pixels"], output_names=["logits"],
            training=torch.onnx.TrainingMode.EVAL if folded else torch.onnx.TrainingMode.PRESERVE, do_constant_folding=folded,
            dynamic_axes={"pixels": {0: "batch", 2: "height", 3: "width"}, "logits": {0: "batch"}})


def main():
    cases = []
    for seed, (name, spec) in enumerate(NETWORKS.items()):
        network = thin.randomize(networks.ResNet(spec, thin.CLASSES), seed)
        for suffix, folded in ("", False), ("-folded", True):
            export(network, thin.FIXTURES / f"{name}{suffix}.onnx", folded)
            cases.append(thin.case(network, f"{name}{suffix}.onnx"))
    thin.write("torch_onnx", cases)


if __name__ == "__main__":
    main()
