"""How hard the sample data is: a linear model on pixels against a small ResNet, both trained on the same few hundred pictures.

    mlresnet sample parts --images 120
    python3 hardness.py parts > hardness.txt

Of each class the last third is held out. Needs torch and Pillow; one thread.
"""
import pathlib
import sys
import time

import numpy
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

SIDE, EPOCHS, BATCH, SEEDS = 64, 50, 32, (1, 2)


def load(folder):
    train, test = [], []
    classes = sorted(path.name for path in pathlib.Path(folder).iterdir() if path.is_dir())
    for label, name in enumerate(classes):
        paths = sorted((pathlib.Path(folder) / name).iterdir())
        for number, path in enumerate(paths):
            picture = Image.open(path).convert("RGB").resize((SIDE, SIDE), Image.BILINEAR)
            (train if number < len(paths) * 2 // 3 else test).append((numpy.asarray(picture), label))

    def tensors(items):
        pixels = torch.tensor(numpy.stack([item[0] for item in items])).permute(0, 3, 1, 2).float() / 255
        return pixels, torch.tensor([item[1] for item in items])

    return classes, tensors(train), tensors(test)


def linear(train, test, side):
    """Multinomial logistic regression by L-BFGS, with the best of four weight decays on the test set (a bound from above)."""
    x, y = F.adaptive_avg_pool2d(train[0], side).flatten(1), train[1]
    tx, ty = F.adaptive_avg_pool2d(test[0], side).flatten(1), test[1]
    mean, scale = x.mean(0), x.std(0) + 1e-3
    x, tx = (x - mean) / scale, (tx - mean) / scale
    best = 0
    for decay in (0.1, 1, 10, 100):
        weights = torch.zeros(x.shape[1], int(y.max()) + 1, requires_grad=True)
        optimizer = torch.optim.LBFGS([weights], max_iter=60)

        def loss():
            optimizer.zero_grad()
            value = F.cross_entropy(x @ weights, y) + decay * (weights * weights).sum() / len(x)
            value.backward()
            return value

        optimizer.step(loss)
        best = max(best, ((tx @ weights).argmax(1) == ty).float().mean().item())
    return best


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.path = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs))
        self.shortcut = nn.Sequential() if inputs == outputs and stride == 1 else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return F.relu(self.path(x) + self.shortcut(x))


def resnet20(classes):
    """ResNet-20 of the CIFAR family, its first convolution with stride 2 for pictures of 64 x 64."""
    layers, width = [nn.Conv2d(3, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()], 16
    for stage, outputs in enumerate((16, 32, 64)):
        for block in range(3):
            layers.append(Block(width, outputs, 2 if stage > 0 and block == 0 else 1))
            width = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, classes))


def augment(x):
    """Quarter turns, flips, crops of 0.8 to 1 of the side, brightness and contrast."""
    count = len(x)
    flip = torch.randint(0, 2, (count,)).float() * 2 - 1
    angle = torch.randint(0, 4, (count,)).float() * (torch.pi / 2)
    scale = 1 - 0.2 * torch.rand(count)
    cos, sin = torch.cos(angle) * scale, torch.sin(angle) * scale
    theta = torch.zeros(count, 2, 3)
    theta[:, 0, 0], theta[:, 0, 1], theta[:, 1, 0], theta[:, 1, 1] = cos * flip, -sin, sin * flip, cos
    theta[:, :, 2] = (torch.rand(count, 2) * 2 - 1) * (1 - scale)[:, None]
    x = F.grid_sample(x, F.affine_grid(theta, x.shape, align_corners=False), padding_mode="reflection", align_corners=False)
    return x * (0.85 + 0.3 * torch.rand(count, 1, 1, 1)) + 0.4 * (torch.rand(count, 1, 1, 1) - 0.5)


def train_network(classes, train, test, seed):
    torch.manual_seed(seed)
    network = resnet20(classes)
    x, y = train
    mean, scale = x.mean((0, 2, 3), keepdim=True), x.std((0, 2, 3), keepdim=True)
    optimizer = torch.optim.SGD(network.parameters(), 0.1, 0.9, weight_decay=5e-4, nesterov=True)
    steps = EPOCHS * -(-len(x) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=steps, pct_start=0.2)
    network.train()
    for _ in range(EPOCHS):
        for chosen in torch.randperm(len(x)).split(BATCH):
            optimizer.zero_grad()
            scores = network(augment((x[chosen] - mean) / scale))
            F.cross_entropy(scores, y[chosen], label_smoothing=0.05).backward()
            optimizer.step()
            schedule.step()
    network.eval()
    with torch.no_grad():
        return network((test[0] - mean) / scale).argmax(1)


def main():
    torch.set_num_threads(1)
    classes, train, test = load(sys.argv[1])
    print(f"{len(train[1])} training and {len(test[1])} test pictures of {len(classes)} classes")
    for side in (16, 32, 64):
        print(f"logistic regression, {side} x {side} RGB: {100 * linear(train, test, side):.1f} % of the test pictures right")
    for seed in SEEDS:
        start = time.process_time()
        predicted = train_network(len(classes), train, test, seed)
        accuracy = (predicted == test[1]).float().mean().item()
        print(f"ResNet-20, {SIDE} x {SIDE}, {EPOCHS} epochs, seed {seed}: {100 * accuracy:.1f} % "
              f"({time.process_time() - start:.0f} s of one thread)")
        for label, name in enumerate(classes):
            row = torch.bincount(predicted[test[1] == label], minlength=len(classes))
            print(f"  {name:10}" + "".join(f"{int(count):5}" for count in row))


main()
