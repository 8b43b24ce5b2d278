#!/usr/bin/env python3
"""Metrics of a made-up evaluation of images with several labels, straight from their definitions, and the thresholds of the highest F1.

Run: python3 Tests/Oracles/classification/label_evaluation.py > Tests/Classification/Metrics/Fixtures/label_evaluation.json
"""
import json

import numpy as np

LABELS = ["ant", "bee", "cat", "dog", "elk"]  # no image has an elk
THRESHOLDS = [0.5, 0.3, 0.7, 0.1, 0.5]
IMAGES = 80

rng = np.random.RandomState(11)
truth = rng.rand(IMAGES, len(LABELS)) < [0.5, 0.3, 0.2, 0.05, 0]
truth[:4] = False                               # images of nothing
logits = (rng.randn(IMAGES, len(LABELS)) + np.where(truth, 1.5, -1.5)).astype(np.float32)
logits[:, 2] = np.round(logits[:, 2])           # equal scores, which no threshold tells apart
logits[7] = [-300, 300, 0, 0, 0]                # certain errors, where the log must be bounded
truth[7] = [True, False, False, False, False]
scores = (1 / (1 + np.exp(-np.clip(logits.astype(np.float64), -700, 700)))).astype(np.float32)
given = scores >= np.array(THRESHOLDS, np.float32)

support, taken, hits = truth.sum(0), given.sum(0), (truth & given).sum(0)
divide = lambda a, b: np.divide(a, b, out=np.zeros(len(LABELS)), where=b > 0)
precision, recall = divide(hits, taken), divide(hits, support)
f1 = divide(2 * precision * recall, precision + recall)
present = support > 0


def average_precision(y, s):
    """Sum of (recall gained) * precision over the distinct scores, from high to low."""
    area, before = 0.0, 0.0
    for threshold in sorted(set(s.tolist()), reverse=True):
        chosen = s >= threshold
        reached = (y & chosen).sum() / y.sum()
        area += (reached - before) * (y & chosen).sum() / chosen.sum()
        before = reached
    return area


def best_f1(y, s):
    """The highest F1 that any threshold gives."""
    return max((2 * (y & (s >= t)).sum() / (y.sum() + (s >= t).sum()) for t in set(s.tolist())), default=0.0)


right = np.where(truth, scores.astype(np.float64), 1 - scores.astype(np.float64))
log_loss = -np.log(np.maximum(right, 1e-15)).mean()
share = truth.mean(0)[present]
prior = -(share * np.log(share) + (1 - share) * np.log(1 - share)).sum() / len(LABELS)
bins = np.clip(np.ceil(scores.astype(np.float64) * 15) - 1, 0, 14).astype(int)
calibration = sum(abs(truth[bins == b].mean() - scores[bins == b].astype(np.float64).mean()) * (bins == b).mean()
                  for b in range(15) if (bins == b).any())
aps = [average_precision(truth[:, l], scores[:, l]) if present[l] else None for l in range(len(LABELS))]

print(json.dumps({
    "labels": LABELS,
    "thresholds": THRESHOLDS,
    "truth": [np.flatnonzero(row).tolist() for row in truth],
    "logits": [[float(v) for v in row] for row in logits],
    "accuracy": float((truth == given).all(1).mean()),
    "hammingLoss": float((truth != given).mean()),
    "macroPrecision": precision[present].mean(),
    "macroRecall": recall[present].mean(),
    "macroF1": f1[present].mean(),
    "microF1": 2 * hits.sum() / (support.sum() + taken.sum()),
    "meanAveragePrecision": float(np.mean([a for a in aps if a is not None])),
    "logLoss": log_loss,
    "logLossReduction": 1 - log_loss / prior,
    "calibrationError": calibration,
    "support": support.tolist(),
    "precision": precision.tolist(),
    "recall": recall.tolist(),
    "f1": f1.tolist(),
    "averagePrecision": aps,
    "bestF1": [best_f1(truth[:, l], scores[:, l]) if present[l] else 0 for l in range(len(LABELS))],
}))
