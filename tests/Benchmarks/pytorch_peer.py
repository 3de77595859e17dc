"""PyTorch's side of the benchmarks: reads requests, one a line, and answers each with a time in microseconds.

A request is `widths activation loss batch what seconds`, such as `784-128-10 relu cross-entropy 64 step 0.03`. It is measured as
BestTime.cs does: the best of chunks of about 2 ms, for that many seconds.
"""
import sys
import time

import torch
from torch import nn

CHUNK = 0.002
WARM_UP = 0.2


def actions(widths, activation, loss, batch):
    """The training step and the forward pass of a network, as functions to be timed."""
    network, shape, outputs = PICTURES[widths]() if widths in PICTURES else dense(widths, activation)
    inputs = torch.rand(batch, *shape) * 2 - 1
    if loss == "mse":
        criterion, targets = nn.MSELoss(), torch.rand(batch, outputs)
    else:
        criterion, targets = nn.CrossEntropyLoss(), torch.arange(batch) % outputs
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-10)

    def step():
        optimizer.zero_grad()
        criterion(network(inputs), targets).backward()
        optimizer.step()

    def forward():
        with torch.no_grad():
            network(inputs)

    return {"step": step, "forward": forward}


def dense(widths, activation):
    """Linear layers, the shape of a sample and the number of outputs."""
    widths = [int(width) for width in widths.split("-")]
    activations = {"relu": nn.ReLU, "tanh": nn.Tanh}
    layers = []
    for fan_in, fan_out in zip(widths, widths[1:]):
        layers += [nn.Linear(fan_in, fan_out), activations[activation]()]
    return nn.Sequential(*layers[:-1]), [widths[0]], widths[-1]


def lenet():
    network = nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(256, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
    return network, [1, 28, 28], 10


def strided():
    network = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 32, 3, stride=2, padding=1), nn.ReLU(),
        nn.Conv2d(32, 64, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))
    return network, [1, 28, 28], 10


PICTURES = {"LeNet-5": lenet, "strided-16-32-64-64": strided}


def elapsed(action, repetitions):
    start = time.perf_counter()
    for _ in range(repetitions):
        action()
    return time.perf_counter() - start


class BestTime:
    def __init__(self, action):
        self.action = action
        count, start = 0, time.perf_counter()
        while time.perf_counter() - start < WARM_UP:
            action()
            count += 1
        self.repetitions = max(1, int(count * CHUNK / (time.perf_counter() - start)))

    def measure(self, seconds):
        best, start = float("inf"), time.perf_counter()
        while True:
            best = min(best, elapsed(self.action, self.repetitions) / self.repetitions)
            if time.perf_counter() - start >= seconds:
                return best * 1e6


def matrix_library():
    """The library that multiplies PyTorch's matrices: the reference BLAS is many times slower than OpenBLAS."""
    torch.rand(8, 8) @ torch.rand(8, 8)
    with open("/proc/self/maps") as maps:
        files = {line.split("/")[-1].strip() for line in maps if "/" in line}
    loaded = sorted(name for name in files if "openblas" in name or "mkl_core" in name or "libblis" in name)
    return loaded[0] if loaded else "the reference BLAS"


def main():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    print(f"ready {torch.__version__} with {matrix_library()}", flush=True)
    cases = {}
    for line in sys.stdin:
        widths, activation, loss, batch, what, seconds = line.split()
        case = (widths, activation, loss, batch)
        if case not in cases:
            made = actions(widths, activation, loss, int(batch))
            cases[case] = {name: BestTime(action) for name, action in made.items()}
        print(cases[case][what].measure(float(seconds)), flush=True)


main()
