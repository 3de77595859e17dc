#!/usr/bin/env python3
"""Records the learning rates of PyTorch's schedulers over 200 steps, for the tests to compare with.

    python3 tests/Fixtures/record_schedules.py

writes schedules.safetensors beside itself. Made with PyTorch 2.6. Each entry is the rate of the optimizer before step 0, 1, … 199; the schedulers count steps.
"plateau/..." has what ReduceLROnPlateau was told, and the rate after each; "ema/..." an average of weights by AveragedModel.
"""
import os
import random
import sys
import warnings

import torch
from torch.optim import lr_scheduler as s
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

sys.dont_write_bytecode = True  # no __pycache__ beside the fixtures
from record import HERE, save

STEPS = 200
BASE = 0.3

SCHEDULERS = {
    "constant": lambda o: s.ConstantLR(o, factor=0.25, total_iters=40),
    "step": lambda o: s.StepLR(o, step_size=30, gamma=0.5),
    "multistep": lambda o: s.MultiStepLR(o, milestones=[20, 75, 75, 150], gamma=0.3),
    "exponential": lambda o: s.ExponentialLR(o, gamma=0.97),
    "polynomial": lambda o: s.PolynomialLR(o, total_iters=120, power=2.5),
    "polynomial_linear": lambda o: s.PolynomialLR(o, total_iters=200),
    "cosine": lambda o: s.CosineAnnealingLR(o, T_max=200, eta_min=0.01),
    "cosine_short": lambda o: s.CosineAnnealingLR(o, T_max=45),
    "restarts": lambda o: s.CosineAnnealingWarmRestarts(o, T_0=30, eta_min=0.002),
    "restarts_longer": lambda o: s.CosineAnnealingWarmRestarts(o, T_0=12, T_mult=2, eta_min=0.002),
    "restarts_longer_by_3": lambda o: s.CosineAnnealingWarmRestarts(o, T_0=7, T_mult=3),
    "onecycle": lambda o: s.OneCycleLR(o, max_lr=0.3, total_steps=200),
    "onecycle_linear": lambda o: s.OneCycleLR(o, max_lr=0.3, total_steps=200, pct_start=0.4, anneal_strategy="linear", div_factor=10, final_div_factor=100),
    "onecycle_three": lambda o: s.OneCycleLR(o, max_lr=0.3, total_steps=200, pct_start=0.35, three_phase=True),
    "onecycle_three_linear": lambda o: s.OneCycleLR(o, max_lr=0.3, total_steps=200, pct_start=0.25, anneal_strategy="linear", three_phase=True),
    "linear": lambda o: s.LinearLR(o, start_factor=0.01, total_iters=50),
    "linear_down": lambda o: s.LinearLR(o, start_factor=1.0, end_factor=0.1, total_iters=150),
    "lambda": lambda o: s.LambdaLR(o, lambda t: 1 / (1 + 0.05 * t)),
    "sequential": lambda o: s.SequentialLR(o, [s.LinearLR(o, start_factor=0.1, total_iters=20), s.ExponentialLR(o, gamma=0.98)], milestones=[20]),
    "sequential_three": lambda o: s.SequentialLR(
        o, [s.ConstantLR(o, factor=0.1, total_iters=1000), s.StepLR(o, step_size=10, gamma=0.7), s.PolynomialLR(o, total_iters=80)], milestones=[15, 90]),
    "warmup_cosine": lambda o: s.ChainedScheduler([s.LinearLR(o, start_factor=1 / 25, total_iters=24), s.CosineAnnealingLR(o, T_max=200)], optimizer=o),
    "warmup_step": lambda o: s.ChainedScheduler([s.LinearLR(o, start_factor=1 / 40, total_iters=39), s.StepLR(o, step_size=30, gamma=0.5)], optimizer=o),
}

PLATEAUS = {
    "min_rel": dict(mode="min", factor=0.5, patience=3, threshold=1e-2),
    "min_abs": dict(mode="min", factor=0.2, patience=2, threshold=0.03, threshold_mode="abs", cooldown=4),
    "max_rel": dict(mode="max", factor=0.6, patience=4, threshold=1e-3, cooldown=2, min_lr=0.02),
    "max_abs": dict(mode="max", factor=0.5, patience=0, threshold=0.05, threshold_mode="abs"),
    "defaults": dict(),
    "eps": dict(mode="min", factor=0.9, patience=1, eps=0.01),
}


def optimizer():
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=BASE)


def record_schedulers(tensors):
    for name, create in SCHEDULERS.items():
        o = optimizer()
        scheduler = create(o)
        rates = []
        for step in range(STEPS):
            rates.append(float(o.param_groups[0]["lr"]))
            o.step()
            if step < STEPS - 1:
                scheduler.step()
        tensors[name] = torch.tensor(rates, dtype=torch.float64)


def record_plateaus(tensors):
    """A curve that falls, with noise, and rests twice; its negative where the largest is the best."""
    generator = random.Random(3)
    curve = [2 * 0.97 ** min(t, 60 + max(0, t - 110)) + 0.15 * generator.random() for t in range(STEPS)]
    for name, settings in PLATEAUS.items():
        values = [1 - value for value in curve] if settings.get("mode") == "max" else curve
        o = optimizer()
        scheduler = s.ReduceLROnPlateau(o, **settings)
        rates = []
        for value in values:
            scheduler.step(value)
            rates.append(float(o.param_groups[0]["lr"]))
        tensors[f"plateau/{name}/values"] = torch.tensor(values, dtype=torch.float64)
        tensors[f"plateau/{name}/rates"] = torch.tensor(rates, dtype=torch.float64)


def record_average(tensors):
    """Gradient descent on |p - c|² / 2, and the average of its parameters."""
    model = torch.nn.Linear(3, 2, bias=False).double()
    with torch.no_grad():
        model.weight.copy_(torch.arange(6, dtype=torch.float64).reshape(2, 3) / 4 - 0.5)
    average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.9))
    generator = torch.Generator().manual_seed(5)
    weights, averages = [], []
    for _ in range(50):
        with torch.no_grad():
            model.weight.add_(torch.randn(2, 3, generator=generator, dtype=torch.float64), alpha=0.1)
            model.weight.copy_(model.weight.float())
        average.update_parameters(model)
        weights.append(model.weight.detach().clone())
        averages.append(average.module.weight.detach().clone())
    tensors["ema/weights"] = torch.stack(weights).float()
    tensors["ema/averages"] = torch.stack(averages)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    recorded = {}
    record_schedulers(recorded)
    record_plateaus(recorded)
    record_average(recorded)
    save(os.path.join(HERE, "schedules.safetensors"), recorded)
    print(f"{len(recorded)} tensors, PyTorch {torch.__version__}")
