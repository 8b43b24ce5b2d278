"""Writes Tests/Engine/Regression/Fixtures/regression.json: the minimum of multinomial logistic regression, by torch's L-BFGS.

Run: python3 Tests/Oracles/engine/regression.py   (PyTorch 1.13)
Labels are row modulo classes. Feature i of a row is (noise + 0.8 * of the row + shift where i = label modulo classes) * 10^(i mod 5 - 2)
+ i, with noise and the row's number 2u - 1 from generator.py's streams NAME.features and NAME.rows; feature 3 is always 3. Weights are
0.5 + u from NAME.weights where a case has weights. Everything from there on is in float64: standardised by weighted mean and deviation
(the constant feature becomes 0), minimised with the mean log-loss + l2 / 2 * |weights|^2, then folded back to features as they come.
"""

import json
import pathlib

import numpy as np
import torch

import generator

CASES = [
    dict(name="plain", rows=90, width=12, classes=3, l2=0.01, shift=1.0),
    dict(name="weighted", rows=90, width=12, classes=5, l2=0.03, shift=1.0, weighted=True),
    dict(name="separable", rows=60, width=7, classes=3, l2=0.001, shift=4.0),
    dict(name="more-features-than-images", rows=20, width=37, classes=4, l2=0.1, shift=0.5),
    dict(name="two-classes", rows=40, width=5, classes=2, l2=0.3, shift=1.0),
]


def make(name, rows, width, classes, shift, **_):
    labels = np.arange(rows) % classes
    noise = 2 * generator.uniform(name + ".features", rows * width).reshape(rows, width) - 1
    row = 2 * generator.uniform(name + ".rows", rows).reshape(rows, 1) - 1
    columns = np.arange(width)
    hit = (columns[None, :] % classes == labels[:, None]) * shift
    features = (noise + 0.8 * row + hit) * 10.0 ** (columns % 5 - 2) + columns
    features[:, 3] = 3
    return features.astype(np.float32).astype(np.float64), labels


def solve(case):
    features, labels = make(**case)
    rows, width = features.shape
    weights = np.ones(rows)
    if case.get("weighted"):
        weights = (0.5 + generator.uniform(case["name"] + ".weights", rows)).astype(np.float32).astype(np.float64)
    weights = weights / weights.sum()
    mean = weights @ features
    std = np.sqrt(weights @ (features - mean) ** 2)
    scale = np.where(std > 1e-6 * np.abs(mean), 1 / np.where(std > 0, std, 1), 0)
    z = torch.from_numpy((features - mean) * scale)
    y, w = torch.from_numpy(labels), torch.from_numpy(weights)
    weight = torch.zeros(case["classes"], width, dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(case["classes"], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=5000, tolerance_grad=1e-12, tolerance_change=0, history_size=50,
                                  line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        rowwise = torch.nn.functional.cross_entropy(z @ weight.T + bias, y, reduction="none")
        value = (w * rowwise).sum() + case["l2"] / 2 * (weight ** 2).sum()
        value.backward()
        return value

    optimizer.step(loss)
    objective = loss().item()
    assert max(weight.grad.abs().max(), bias.grad.abs().max()) < 1e-9, case
    folded = weight.detach().numpy() * scale
    shifted = bias.detach().numpy() - folded @ mean
    logits = features @ folded.T + shifted
    logits -= logits.mean(axis=1, keepdims=True)  # a number added to all biases changes nothing
    digits = lambda values: [float(f"{v:.8g}") for v in values.ravel()]
    return {**{k: case[k] for k in ("name", "rows", "width", "classes", "l2", "shift")}, "weighted": case.get("weighted", False),
            "objective": float(f"{objective:.12g}"), "weight": digits(folded), "logits": digits(logits)}


def main():
    path = pathlib.Path(__file__).parents[2] / "Engine" / "Regression" / "Fixtures" / "regression.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(solve(case)) for case in CASES)
    path.write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
