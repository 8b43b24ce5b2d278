"""Writes Tests/Engine/Layers/Fixtures/label-losses.json and Tests/Engine/Regression/Fixtures/label-regression.json: binary cross-entropy
and its minimum by logistic regression a label, by torch.

Run: python3 Tests/Oracles/engine/label_losses.py   (PyTorch 1.13)
Losses: logits (2u - 1) * 6 from generator.py's stream NAME.logits, targets u from NAME.targets rounded to quarters; with weights, having a label
counts 0.5 + u from NAME.with and not having it 0.5 + u from NAME.without. The loss is that of torch's binary_cross_entropy_with_logits on
targets of which a share is spread over all labels, the two halves weighted.
Regression: features as in regression.py, of labels row modulo labels there; a row has label l here where u of the stream NAME.truth, at row *
labels + l, is below 0.3, or label l is the one there and u is below 0.8. Minimised label by label with the mean log-loss + l2 / 2 * |weights|^2;
balanced, the rows that have a label weigh as much together as those that have not.
"""

import json
import pathlib

import numpy as np
import torch

import generator
import regression

LOSSES = [
    dict(name="plain", images=5, labels=4, smoothing=0.0),
    dict(name="smooth", images=3, labels=6, smoothing=0.1),
    dict(name="one-label", images=4, labels=1, smoothing=0.2),
    dict(name="weighted", images=5, labels=3, smoothing=0.05, weighted=True),
]
REGRESSIONS = [
    dict(name="labels", rows=80, width=12, classes=4, l2=0.02, shift=1.0, balanced=False),
    dict(name="balanced", rows=80, width=12, classes=4, l2=0.02, shift=1.0, balanced=True),
    dict(name="single", rows=60, width=7, classes=1, l2=0.1, shift=1.0, balanced=False),
]


def digits(values):
    return [float(f"{v:.10g}") for v in np.asarray(values).ravel()]


def loss(case):
    shape = case["images"], case["labels"]
    stream = lambda kind, count: generator.uniform(f"{case['name']}.{kind}", count)
    logits = ((2 * stream("logits", shape[0] * shape[1]) - 1) * 6).astype(np.float32).astype(np.float64).reshape(shape)
    targets = (np.round(stream("targets", shape[0] * shape[1]) * 4) / 4).reshape(shape)
    having, lacking = np.ones(shape[1]), np.ones(shape[1])
    if case.get("weighted"):
        having = (0.5 + stream("with", shape[1])).astype(np.float32).astype(np.float64)
        lacking = (0.5 + stream("without", shape[1])).astype(np.float32).astype(np.float64)
    x = torch.tensor(logits, requires_grad=True)
    smooth = torch.tensor(targets) * (1 - case["smoothing"]) + case["smoothing"] / max(shape[1], 2)
    bce = torch.nn.functional.binary_cross_entropy_with_logits
    # weight and pos_weight: lacking for what is not so, lacking * (having / lacking) for what is.
    value = bce(x, smooth, weight=torch.tensor(lacking), pos_weight=torch.tensor(having / lacking))
    value.backward()
    return {**case, "weighted": case.get("weighted", False), "loss": float(f"{value.item():.12g}"), "gradient": digits(x.grad.numpy())}


def solve(case):
    features, _ = regression.make(case["name"], case["rows"], case["width"], case["classes"], case["shift"])
    rows, width = features.shape
    classes = case["classes"]
    u = generator.uniform(case["name"] + ".truth", rows * classes).reshape(rows, classes)
    own = np.arange(rows)[:, None] % classes == np.arange(classes)[None, :]
    truth = np.where(own, u < 0.8, u < 0.3)
    mean, std = features.mean(axis=0), features.std(axis=0)
    scale = np.where(std > 1e-6 * np.abs(mean), 1 / np.where(std > 0, std, 1), 0)
    z = torch.from_numpy((features - mean) * scale)
    objective, weights, biases = 0.0, [], []
    for label in range(classes):
        y = torch.from_numpy(truth[:, label].astype(np.float64))
        w = torch.ones(rows, dtype=torch.float64)
        if case["balanced"]:
            w = torch.where(y > 0, rows / (2 * y.sum()), rows / (2 * (rows - y.sum())))
        weight = torch.zeros(width, dtype=torch.float64, requires_grad=True)
        bias = torch.zeros(1, dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.LBFGS([weight, bias], max_iter=5000, tolerance_grad=1e-12, tolerance_change=0, history_size=50,
                                      line_search_fn="strong_wolfe")

        def minimand():
            optimizer.zero_grad()
            value = torch.nn.functional.binary_cross_entropy_with_logits(z @ weight + bias, y, weight=w)
            value = value + case["l2"] / 2 * (weight ** 2).sum()
            value.backward()
            return value

        for _ in range(5):
            optimizer.step(minimand)  # a fresh line search where one has come as far as rounding lets it
        objective += minimand().item()
        assert max(weight.grad.abs().max(), bias.grad.abs().max()) < 1e-8, case
        folded = weight.detach().numpy() * scale
        weights.append(folded)
        biases.append(bias.item() - folded @ mean)
    logits = features @ np.array(weights).T + np.array(biases)
    return {**case, "objective": float(f"{objective:.12g}"), "weight": digits(weights), "logits": digits(logits)}


def write(folder, name, cases):
    path = pathlib.Path(__file__).parents[2] / "Engine" / folder / "Fixtures" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


def main():
    write("Layers", "label-losses.json", [loss(case) for case in LOSSES])
    write("Regression", "label-regression.json", [solve(case) for case in REGRESSIONS])


if __name__ == "__main__":
    main()
