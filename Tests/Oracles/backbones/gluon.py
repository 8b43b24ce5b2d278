"""Writes thin networks of MXNet Gluon's model zoo as the ONNX Model Zoo has them, with what they compute, for the importer's
tests.

Run: python3 Tests/Oracles/backbones/gluon.py   (PyTorch 1.13, onnx 1.12)
The structure follows Gluon's published definition (python/mxnet/gluon/model_zoo/vision/resnet.py in apache/mxnet 1.9): v1
strides in the first convolution of a block, and the 1x1 convolutions of its bottleneck branches have biases (the sizes of the
zoo's files show the same); v2 normalizes the pixels without scale or shift, and its projections read the pre-activation.
Names, opset 7 and IR version 3 (initializers are inputs too) are those of the zoo.
"""

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from torch import nn

import thin


class BlockV1(nn.Module):
    def __init__(self, inputs, outputs, stride, bottleneck, projects):
        super().__init__()
        inner = outputs // 4
        if bottleneck:
            convolutions = [
                nn.Conv2d(inputs, inner, 1, stride), nn.Conv2d(inner, inner, 3, 1, 1, bias=False), nn.Conv2d(inner, outputs, 1)]
        else:
            convolutions = [
                nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)]
        self.convolutions = nn.ModuleList(convolutions)
        self.norms = nn.ModuleList(nn.BatchNorm2d(c.out_channels) for c in convolutions)
        self.projection = nn.Conv2d(inputs, outputs, 1, stride, bias=False) if projects else None
        self.projection_norm = nn.BatchNorm2d(outputs) if projects else None

    def forward(self, x):
        y = x
        for i, (convolution, norm) in enumerate(zip(self.convolutions, self.norms)):
            y = norm(convolution(F.relu(y) if i else y))
        return F.relu(y + (self.projection_norm(self.projection(x)) if self.projection else x))


class BlockV2(nn.Module):
    def __init__(self, inputs, outputs, stride, bottleneck, projects):
        super().__init__()
        inner = outputs // 4
        shapes = [(inputs, inner, 1, 1), (inner, inner, 3, stride), (inner, outputs, 1, 1)] if bottleneck \
            else [(inputs, outputs, 3, stride), (outputs, outputs, 3, 1)]
        self.convolutions = nn.ModuleList(nn.Conv2d(a, b, kernel, s, kernel // 2, bias=False) for a, b, kernel, s in shapes)
        self.norms = nn.ModuleList(nn.BatchNorm2d(shape[0]) for shape in shapes)
        self.projection = nn.Conv2d(inputs, outputs, 1, stride, bias=False) if projects else None

    def forward(self, x):
        shortcut, y = x, x
        for i, (norm, convolution) in enumerate(zip(self.norms, self.convolutions)):
            y = F.relu(norm(y))
            if i == 0 and self.projection:
                shortcut = self.projection(y)
            y = convolution(y)
        return y + shortcut


class ResNet(nn.Module):
    def __init__(self, version, bottleneck, layers, channels):
        super().__init__()
        self.version = version
        self.data_norm = nn.BatchNorm2d(3, affine=False) if version == 2 else None
        self.stem = nn.Conv2d(3, channels[0], 7, 2, 3, bias=False)
        self.stem_norm = nn.BatchNorm2d(channels[0])
        block = BlockV1 if version == 1 else BlockV2
        self.stages = nn.ModuleList()
        for stage, depth in enumerate(layers):
            a, b = channels[stage], channels[stage + 1]
            first = block(a, b, 1 if stage == 0 else 2, bottleneck, a != b)
            self.stages.append(nn.ModuleList([first] + [block(b, b, 1, bottleneck, False) for _ in range(depth - 1)]))
        self.last_norm = nn.BatchNorm2d(channels[-1]) if version == 2 else None
        self.dense = nn.Linear(channels[-1], thin.CLASSES)

    def forward(self, x):
        if self.data_norm:
            x = self.data_norm(x)
        x = F.max_pool2d(F.relu(self.stem_norm(self.stem(x))), 3, 2, 1)
        for stage in self.stages:
            for block in stage:
                x = block(x)
        if self.last_norm:
            x = F.relu(self.last_norm(x))
        return self.dense(x.mean((2, 3)))


class Writer:
    """Nodes and tensors by Gluon's names, which count each kind of layer through a stage."""

    def __init__(self, prefix):
        self.prefix, self.scope, self.counts, self.nodes, self.tensors = prefix, prefix, {}, [], []

    def stage(self, number):
        self.scope, self.counts = f"{self.prefix}stage{number}_", {}

    def name(self, kind):
        self.counts[kind] = self.counts.get(kind, -1) + 1
        return f"{self.scope}{kind}{self.counts[kind]}"

    def tensor(self, name, values):
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(values.detach().numpy().astype(np.float32)), name))
        return name

    def node(self, kind, inputs, name, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [name], name, **attributes))
        return name

    def convolution(self, layer, x, name):
        inputs = [x, self.tensor(f"{name}_weight", layer.weight)]
        if layer.bias is not None:
            inputs.append(self.tensor(f"{name}_bias", layer.bias))
        return self.node("Conv", inputs, f"{name}_fwd", dilations=[1, 1], group=1, kernel_shape=list(layer.kernel_size),
                         pads=list(layer.padding) * 2, strides=list(layer.stride))

    def norm(self, layer, x, name):
        ones = torch.ones(layer.num_features)
        inputs = [x, self.tensor(f"{name}_gamma", layer.weight if layer.affine else ones),
                  self.tensor(f"{name}_beta", layer.bias if layer.affine else ones * 0),
                  self.tensor(f"{name}_running_mean", layer.running_mean), self.tensor(f"{name}_running_var", layer.running_var)]
        return self.node("BatchNormalization", inputs, f"{name}_fwd", epsilon=1e-5, momentum=0.9, spatial=1)

    def relu(self, x):
        return self.node("Relu", [x], f"{self.name('relu')}_fwd")

    def block(self, block, x, version):
        # Names are given when layers are made, the branch's before the projection's; nodes are written when layers are called.
        convolution_names = [self.name("conv") for _ in block.convolutions]
        norm_names = [self.name("batchnorm") for _ in block.norms]
        projection_name = self.name("conv") if block.projection else None
        shortcut, y = x, x
        if version == 1 and block.projection:
            projection_norm_name = self.name("batchnorm")
        for i, (convolution, norm) in enumerate(zip(block.convolutions, block.norms)):
            if version == 1:
                y = self.norm(norm, self.convolution(convolution, y, convolution_names[i]), norm_names[i])
                if i < len(block.norms) - 1:
                    y = self.relu(y)
            else:
                y = self.relu(self.norm(norm, y, norm_names[i]))
                if i == 0 and block.projection:
                    shortcut = self.convolution(block.projection, y, projection_name)
                y = self.convolution(convolution, y, convolution_names[i])
        if version == 1 and block.projection:
            shortcut = self.convolution(block.projection, x, projection_name)
            shortcut = self.norm(block.projection_norm, shortcut, projection_norm_name)
        y = self.node("Add", [y, shortcut], self.name("_plus"))
        return self.node("Relu", [y], self.name("activation")) if version == 1 else y

    def network(self, network):
        x = "data"
        if network.data_norm:
            x = self.norm(network.data_norm, x, self.name("batchnorm"))
        x = self.relu(self.norm(network.stem_norm, self.convolution(network.stem, x, self.name("conv")), self.name("batchnorm")))
        x = self.node("MaxPool", [x], f"{self.name('pool')}_fwd", kernel_shape=[3, 3], pads=[1, 1, 1, 1], strides=[2, 2])
        outside = self.scope, self.counts
        for number, stage in enumerate(network.stages, 1):
            self.stage(number)
            for block in stage:
                x = self.block(block, x, network.version)
        self.scope, self.counts = outside
        if network.last_norm:
            x = self.relu(self.norm(network.last_norm, x, self.name("batchnorm")))
        x = self.node("GlobalAveragePool", [x], f"{self.name('pool')}_fwd")
        x = self.node("Flatten", [x], f"flatten_{self.prefix}")
        name = self.name("dense")
        inputs = [x, self.tensor(f"{name}_weight", network.dense.weight), self.tensor(f"{name}_bias", network.dense.bias)]
        return self.node("Gemm", inputs, f"{name}_fwd", alpha=1.0, beta=1.0, transA=0, transB=1)

    def save(self, output, path):
        inputs = [helper.make_tensor_value_info("data", TensorProto.FLOAT, ["N", 3, 224, 224])]
        inputs += [helper.make_tensor_value_info(t.name, t.data_type, list(t.dims)) for t in self.tensors]
        outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["N", thin.CLASSES])]
        graph = helper.make_graph(self.nodes, "mxnet_converted_model", inputs, outputs, self.tensors)
        model = helper.make_model(graph, opset_imports=[helper.make_operatorsetid("", 7)], ir_version=3)
        onnx.checker.check_model(model)
        onnx.save(model, str(path))


def main():
    thin.FIXTURES.mkdir(parents=True, exist_ok=True)
    cases = []
    for seed, (name, prefix, version, bottleneck, channels) in enumerate([
        ("gluon-basic-v1", "resnetv15_", 1, False, (8, 8, 16)),
        ("gluon-bottleneck-v1", "resnetv17_", 1, True, (8, 32, 64)),
        ("gluon-basic-v2", "resnetv22_", 2, False, (8, 8, 16)),
        ("gluon-bottleneck-v2", "resnetv24_", 2, True, (8, 32, 64)),
    ]):
        network = thin.randomize(ResNet(version, bottleneck, (2, 2), channels), seed)
        writer = Writer(prefix)
        writer.save(writer.network(network), thin.FIXTURES / f"{name}.onnx")
        cases.append(thin.case(network, f"{name}.onnx"))
    tiny = thin.randomize(ResNet(2, False, (1,), (2, 4)), seed=9)  # for tests of damaged files
    writer = Writer("resnetv20_")
    writer.save(writer.network(tiny), thin.FIXTURES / "gluon-tiny.onnx")
    thin.write("gluon", cases)


if __name__ == "__main__":
    main()
