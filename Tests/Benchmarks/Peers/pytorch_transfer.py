"""PyTorch's transfer learning, as `mlresnet train` does it, from files on disk to the accuracy on the test images:

head         every image once through a frozen backbone, then logistic regression on the standardised features by L-BFGS;
last-stages  the same, then one epoch in which the last stage and the classifier learn on (AdamW, batch norms as they are).

The backbone's weights come from a model package (.mlresnet). Images are read by Pillow in a DataLoader, convolutions run in PyTorch's preferred
layout, and nothing is computed that is not needed. Prints one JSON object with keys of `mlresnet train --format json`.

Run: python3 Tests/Benchmarks/Peers/pytorch_transfer.py head|last-stages ARCH BACKBONE PHOTOS SIZE L2 RATE DECAY THREADS
(Debian's python3-torch, python3-pil, python3-numpy; PHOTOS has a folder train and a folder test, each with a folder per class)
"""

import json
import pathlib
import struct
import sys
import zipfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "Oracles" / "engine"))

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch.utils.data import DataLoader, Dataset

import networks

BATCH = 32


def shuffled(count, seed, epoch):
    """The order in which MLResNet shows an epoch's images, so that both sides learn from the same batches: Fisher and Yates by SplitMix64, whose
    state comes from seed and epoch (Datasets/SplitMix64.cs)."""
    every, golden = 2**64 - 1, 0x9E3779B97F4A7C15

    def mix(z):
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & every
        z = (z ^ z >> 27) * 0x94D049BB133111EB & every
        return z ^ z >> 31

    state = 0
    for key in (seed, epoch):
        state = mix((state + golden & every) ^ mix(key + golden & every))
    order = list(range(count))
    for i in range(count - 1, 0, -1):
        while True:
            state = state + golden & every
            j, rest = divmod(mix(state) * (i + 1), 2**64)
            if rest >= 2**64 % (i + 1):
                break
        order[i], order[j] = order[j], order[i]
    return order


class Photos(Dataset):
    def __init__(self, folder, size, manifest):
        self.labels = sorted(path.name for path in folder.iterdir())
        self.files = [(file, index) for index, label in enumerate(self.labels) for file in sorted((folder / label).iterdir())]
        self.size = size
        self.short_side = max(size, round(size * manifest["resize_short_side"] / manifest["size"]))
        self.mean, self.std = (np.array(manifest[key], np.float32) for key in ("mean", "std"))

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        file, label = self.files[index]
        with Image.open(file) as image:
            image = image.convert("RGB")
        # Only the square that the network sees is scaled, not what would be cut off.
        side = self.size * min(image.size) / self.short_side
        left, top = (image.width - side) / 2, (image.height - side) / 2
        image = image.resize((self.size, self.size), Image.BILINEAR, box=(left, top, left + side, top + side))
        pixels = (np.asarray(image, np.float32) / 255 - self.mean) / self.std
        return torch.from_numpy(pixels.transpose(2, 0, 1)), label


def package(path):
    """Manifest and tensors of a model package."""
    with zipfile.ZipFile(path) as file:
        manifest, weights = json.loads(file.read("manifest.json")), file.read("weights.safetensors")
    length = struct.unpack("<Q", weights[:8])[0]
    types = {"F16": np.float16, "F32": np.float32}
    tensors = {}
    for name, tensor in json.loads(weights[8 : 8 + length]).items():
        if name != "__metadata__":
            begin, end = tensor["data_offsets"]
            values = np.frombuffer(weights[8 + length + begin : 8 + length + end], types[tensor["dtype"]])
            tensors[name] = torch.from_numpy(values.astype(np.float32).reshape(tensor["shape"]))
    return manifest, tensors


def frozen(model, x, stages):
    """The network up to a stage."""
    x = F.max_pool2d(F.relu(model.bn1(model.conv1(x))), 3, 2, 1)
    for stage in range(1, stages + 1):
        x = getattr(model, f"layer{stage}")(x)
    return x


def pooled(model, x):
    return (F.relu(model.bn_last(x)) if model.spec.v2 else x).mean((2, 3))


def features(model, loader):
    with torch.inference_mode():
        found = [(pooled(model, frozen(model, x.to(memory_format=torch.channels_last), 4)), labels) for x, labels in loader]
    return torch.cat([x for x, _ in found]), torch.cat([labels for _, labels in found])


def fit(x, labels, classes, l2):
    """Logistic regression to convergence; returns weights and bias for features that are not standardised."""
    mean, std = x.mean(0), x.std(0, unbiased=False).clamp_min(1e-8)
    z = (x - mean) / std
    weight, bias = torch.zeros(classes, x.shape[1], requires_grad=True), torch.zeros(classes, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=1000, tolerance_grad=1e-5, line_search_fn="strong_wolfe")

    def objective():
        optimizer.zero_grad()
        loss = F.cross_entropy(z @ weight.T + bias, labels) + l2 / 2 * weight.square().sum()
        loss.backward()
        return loss

    optimizer.step(objective)
    weight = weight.detach() / std
    return weight, bias.detach() - weight @ mean


def train_last_stage(model, loader, rate, decay):
    """One epoch. Normalises by the statistics that the backbone came with."""
    parts = [model.layer4, model.fc] + ([model.bn_last] if model.spec.v2 else [])
    parameters = [parameter for part in parts for parameter in part.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=rate, weight_decay=decay)
    for x, labels in loader:
        with torch.no_grad():
            x = frozen(model, x.to(memory_format=torch.channels_last), 3)
        optimizer.zero_grad()
        F.cross_entropy(model.fc(pooled(model, model.layer4(x))), labels).backward()
        optimizer.step()


tune, arch, backbone, photos = sys.argv[1:5]
size, l2, rate, decay, threads = int(sys.argv[5]), *map(float, sys.argv[6:9]), int(sys.argv[9])
torch.set_num_threads(threads)
manifest, tensors = package(backbone)
train, test = (Photos(pathlib.Path(photos) / part, size, manifest["preprocessing"]) for part in ("train", "test"))
model = networks.ResNet(networks.FAMILY[arch], classes=len(train.labels))
tensors["fc.weight"], tensors["fc.bias"] = model.fc.weight.data, model.fc.bias.data
model.load_state_dict(tensors, strict=False)
model.eval().to(memory_format=torch.channels_last)

x, labels = features(model, DataLoader(train, BATCH))
model.fc.weight.data, model.fc.bias.data = fit(x, labels, len(train.labels), l2)
if tune == "last-stages":
    train_last_stage(model, DataLoader(train, BATCH, sampler=shuffled(len(train), seed=1, epoch=1), drop_last=True), rate, decay)
x, labels = features(model, DataLoader(test, BATCH))
with torch.inference_mode():
    correct = (model.fc(x).argmax(1) == labels).sum().item()
print(json.dumps({"arch": arch, "size": size, "tune": tune, "images": len(train), "evaluation": {"accuracy": correct / len(test)}}))
