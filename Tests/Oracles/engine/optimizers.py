"""Writes Tests/Engine/Optimizers/Fixtures/optimizers.json: what torch.optim makes of two small parameters, and its schedules.

Run: python3 Tests/Oracles/engine/optimizers.py   (PyTorch 1.13)
Values and gradients are 2u - 1 from generator.py's streams ("weight", "bias", "weight.gradient.0", ...); the gradients of odd steps
are ten times as large, so that clipping does nothing at some steps. The weight decays, the bias does not. Float64 throughout, from
float32 values and gradients.
"""

import json
import pathlib

import numpy as np
import torch
from torch.optim import lr_scheduler

import generator

STEPS, LENGTHS, TOTAL = 7, {"weight": 19, "bias": 5}, 20


def tensor(name, count, factor=1):
    values = ((2 * generator.uniform(name, count) - 1) * factor).astype(np.float32)
    return torch.from_numpy(values).double()


def optimize(name, make, decay=0.0, clip=None, rate=0.1):
    parameters = {n: torch.nn.Parameter(tensor(n, count)) for n, count in LENGTHS.items()}
    groups = [{"params": [parameters["weight"]], "weight_decay": decay}, {"params": [parameters["bias"]], "weight_decay": 0.0}]
    optimizer = make(groups, rate)
    for step in range(STEPS):
        for n, parameter in parameters.items():
            parameter.grad = tensor(f"{n}.gradient.{step}", LENGTHS[n], 10 if step % 2 else 1)
        if clip is not None:
            torch.nn.utils.clip_grad_norm_(list(parameters.values()), clip)
        optimizer.step()
    return {"name": name, **{n: [float(f"{v:.9g}") for v in p.tolist()] for n, p in parameters.items()}}


def schedule(name, make):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0, momentum=0.9)
    scheduler, factors = make(optimizer), []
    for _ in range(TOTAL):
        factors.append(float(f"{optimizer.param_groups[0]['lr']:.12g}"))
        optimizer.step()
        scheduler.step() if len(factors) < TOTAL else None
    return {"name": name, "factors": factors}


def cosine(optimizer, warm_up=5, start=0.01, final=0.1):
    return lr_scheduler.SequentialLR(optimizer, [
        lr_scheduler.LinearLR(optimizer, start_factor=start, total_iters=warm_up),
        lr_scheduler.CosineAnnealingLR(optimizer, T_max=TOTAL - warm_up, eta_min=final),
    ], milestones=[warm_up])


def one_cycle(optimizer, peak_at, divisor, final_divisor):
    return lr_scheduler.OneCycleLR(optimizer, max_lr=1.0, total_steps=TOTAL, pct_start=peak_at, div_factor=divisor,
                                   final_div_factor=final_divisor, cycle_momentum=False)


def main():
    optim = torch.optim
    numbers = {
        "steps": STEPS,
        "total": TOTAL,
        "optimizers": [
            optimize("sgd", lambda p, r: optim.SGD(p, r)),
            optimize("sgd-momentum", lambda p, r: optim.SGD(p, r, momentum=0.9), decay=0.05),
            optimize("sgd-nesterov", lambda p, r: optim.SGD(p, r, momentum=0.8, nesterov=True), decay=0.05),
            optimize("sgd-clipped", lambda p, r: optim.SGD(p, r, momentum=0.9), decay=0.05, clip=4.0),
            optimize("adam", lambda p, r: optim.Adam(p, r)),
            optimize("adam-decay", lambda p, r: optim.Adam(p, r, betas=(0.8, 0.95), eps=1e-3), decay=0.05),
            optimize("adamw", lambda p, r: optim.AdamW(p, r), decay=0.05, clip=4.0),
        ],
        "schedules": [
            schedule("cosine", cosine),
            schedule("cosine-without-warm-up", lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=TOTAL)),
            schedule("step", lambda o: lr_scheduler.StepLR(o, step_size=6, gamma=0.3)),
            schedule("one-cycle", lambda o: one_cycle(o, 0.25, 25, 4000)),
            schedule("one-cycle-late", lambda o: one_cycle(o, 0.43, 10, 100)),
        ],
    }
    path = pathlib.Path(__file__).parents[2] / "Engine/Optimizers/Fixtures/optimizers.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(numbers).replace('{"name', '\n{"name') + "\n")


if __name__ == "__main__":
    main()
