#!/usr/bin/env python3
"""Metrics of a made-up evaluation, straight from their definitions, for Tests/Classification/Metrics.

Run: python3 Tests/Oracles/classification/evaluation.py > Tests/Classification/Metrics/Fixtures/evaluation.json
"""
import json
import math

import numpy as np

LABELS = ["ant", "bee", "cat", "dog", "elk"]  # no image is an elk: a class of the model that the data lacks
IMAGES = 90
TOP = 2

rng = np.random.RandomState(7)
truth = rng.choice(4, size=IMAGES, p=[0.4, 0.3, 0.2, 0.1])
logits = rng.randn(IMAGES, len(LABELS)).astype(np.float32)
logits[np.arange(IMAGES), truth] += 1.2
logits[3] = 0                                   # all scores equal: the first label counts as the answer
logits[5] = [-300, 300, 0, 0, 0]                # a certain error, where the log must be bounded
truth[5] = 0
scores = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
scores = (scores / scores.sum(axis=1, keepdims=True)).astype(np.float32)
predicted = scores.argmax(axis=1)

confusion = np.zeros((len(LABELS), len(LABELS)), int)
for t, p in zip(truth, predicted):
    confusion[t, p] += 1
support, taken, hits = confusion.sum(1), confusion.sum(0), confusion.diagonal()
precision = np.divide(hits, taken, out=np.zeros(len(LABELS)), where=taken > 0)
recall = np.divide(hits, support, out=np.zeros(len(LABELS)), where=support > 0)
f1 = np.divide(2 * precision * recall, precision + recall, out=np.zeros(len(LABELS)), where=precision + recall > 0)
present = support > 0

accuracy = hits.sum() / IMAGES
z = 1.959963984540054
# Wilson: the p for which |accuracy - p| = z * sqrt(p (1 - p) / n), as roots of the quadratic
low, high = sorted(np.roots([1 + z * z / IMAGES, -(2 * accuracy + z * z / IMAGES), accuracy ** 2]).real)
order = np.argsort(-scores, axis=1, kind="stable")
top = np.mean([t in o[:TOP] for t, o in zip(truth, order)])
label_score = scores[np.arange(IMAGES), truth].astype(np.float64)
log_loss = -np.mean(np.log(np.maximum(label_score, 1e-15)))
share = support[present] / IMAGES
prior_log_loss = -sum(s * math.log(s) for s in share)

print(json.dumps({
    "labels": LABELS,
    "truth": truth.tolist(),
    "logits": [[float(v) for v in row] for row in logits],
    "top": TOP,
    "confusion": confusion.tolist(),
    "accuracy": accuracy,
    "low": low,
    "high": high,
    "topAccuracy": top,
    "macroPrecision": precision[present].mean(),
    "macroRecall": recall[present].mean(),
    "macroF1": f1[present].mean(),
    "logLoss": log_loss,
    "logLossReduction": 1 - log_loss / prior_log_loss,
    "precision": precision.tolist(),
    "recall": recall.tolist(),
    "f1": f1.tolist(),
}))
