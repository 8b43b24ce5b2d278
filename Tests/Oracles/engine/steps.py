"""Writes Tests/Engine/Networks/Fixtures/steps.json: ten SGD steps of two networks in PyTorch.

Run: python3 Tests/Oracles/engine/steps.py   (PyTorch 1.13)
Weights, pixels and labels come from generator.py. Every step sees the same batch; rate 0.01, momentum 0.9, no weight decay, mean
cross-entropy, batch norm's momentum 0.1. Losses are those before each update; the logits are those of the trained network in
evaluation mode, so they rest on the running statistics. All in float32 as PyTorch trains; a run in float64 beside it shows what
rounding does.
"""

import json
import pathlib

import torch
import torch.nn.functional as F

import generator
import networks

BATCH, SIZE, CLASSES, STEPS = 8, 64, 10, 10


def train(name, dtype):
    network = networks.ResNet(networks.FAMILY[name], CLASSES)
    network.load_generated()
    network.to(dtype).train()
    x = torch.from_numpy(generator.pixels(BATCH, SIZE, SIZE)).to(dtype)
    y = torch.from_numpy(generator.labels(BATCH, CLASSES))
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9)
    losses = []
    for _ in range(STEPS):
        loss = F.cross_entropy(network(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    network.eval()
    with torch.no_grad():
        return losses, network(x[:2]).flatten().tolist()


def case(name):
    losses, logits = train(name, torch.float32)
    exact_losses, exact_logits = train(name, torch.float64)
    print(name, "last loss", losses[-1], "in float64", exact_losses[-1])
    print("  logits differ by", max(abs(a - b) for a, b in zip(logits, exact_logits)) / max(map(abs, exact_logits)))
    assert max(abs(a - b) for a, b in zip(losses, exact_losses)) < 1e-4
    return {"name": name, "losses": [round(v, 7) for v in losses], "logits": [float(f"{v:.9g}") for v in logits]}


def main():
    cases = ",\n".join(json.dumps(case(name)) for name in ("resnet18", "resnet18v2"))
    path = pathlib.Path(__file__).parents[2] / "Engine/Networks/Fixtures/steps.json"
    path.write_text(f'{{"batch": {BATCH}, "size": {SIZE}, "classes": {CLASSES}, "cases": [\n{cases}\n]}}\n')


if __name__ == "__main__":
    main()
