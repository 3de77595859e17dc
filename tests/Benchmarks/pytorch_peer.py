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
    network, shape, outputs = PICTURES[widths]() if widths in PICTURES else recurrent(widths) if "-of-" in widths else dense(widths, activation)
    inputs = torch.rand(batch, *shape) * 2 - 1
    if loss == "mse":
        criterion, targets = nn.MSELoss(), torch.rand(batch, *(outputs if isinstance(outputs, list) else [outputs]))
    elif loss == "likelihood":
        criterion, targets = lambda likelihoods, _: -likelihoods.mean(), None
    elif loss == "next-element":
        criterion, targets = lambda y, following: -(y * following).mean(), torch.rand(batch, *outputs)
    else:
        criterion, targets = nn.CrossEntropyLoss(), torch.arange(batch) % outputs
    # The fused form is the faster one here.
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-10, **({"fused": True} if "-of-" in widths else {}))

    def step():
        optimizer.zero_grad()
        criterion(network(inputs), targets).backward()
        optimizer.step()

    normalises = any(isinstance(module, nn.BatchNorm2d) for module in network.modules())

    def forward():
        # A prediction normalises by the running statistics, as ours does.
        if normalises:
            network.eval()
        with torch.no_grad():
            network(inputs)
        if normalises:
            network.train()

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


def convolution(inputs, outputs, size, stride=1, padding=0, groups=1):
    return nn.Conv2d(inputs, outputs, size, stride, padding, groups=groups, bias=False)


class Residual(nn.Module):
    """Two convolutions beside what they are added to, which a third one halves where they do."""

    def __init__(self, inputs, outputs, stride=1):
        super().__init__()
        self.way = nn.Sequential(
            convolution(inputs, outputs, 3, stride, 1), nn.BatchNorm2d(outputs), nn.ReLU(), convolution(outputs, outputs, 3, 1, 1), nn.BatchNorm2d(outputs))
        self.shortcut = nn.Sequential() if stride == 1 else nn.Sequential(convolution(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return torch.relu(self.shortcut(x) + self.way(x))


def resnet18(stem, classes):
    stages = [Residual(64, 64), Residual(64, 64)]
    for inputs in (64, 128, 256):
        stages += [Residual(inputs, 2 * inputs, stride=2), Residual(2 * inputs, 2 * inputs)]
    return nn.Sequential(*stem, *stages, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, classes))


def small_resnet():
    return resnet18([convolution(3, 64, 3, 1, 1), nn.BatchNorm2d(64), nn.ReLU()], 10), [3, 32, 32], 10


def large_resnet():
    return resnet18([convolution(3, 64, 7, 2, 3), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)], 1000), [3, 224, 224], 1000


class Inverted(nn.Module):
    """A block of MobileNetV2: wider, each channel by itself, narrower."""

    def __init__(self, inputs, outputs, stride, widening):
        super().__init__()
        wide = inputs * widening
        layers = [] if widening == 1 else [convolution(inputs, wide, 1), nn.BatchNorm2d(wide), nn.ReLU6()]
        self.way = nn.Sequential(
            *layers, convolution(wide, wide, 3, stride, 1, wide), nn.BatchNorm2d(wide), nn.ReLU6(), convolution(wide, outputs, 1), nn.BatchNorm2d(outputs))
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.way(x) if self.adds else self.way(x)


def mobilenet():
    layers, inputs = [convolution(3, 32, 3, 2, 1), nn.BatchNorm2d(32), nn.ReLU6()], 32
    for widening, outputs, count, stride in ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)):
        for place in range(count):
            layers.append(Inverted(inputs, outputs, stride if place == 0 else 1, widening))
            inputs = outputs
    layers += [convolution(320, 1280, 1), nn.BatchNorm2d(1280), nn.ReLU6(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1280, 1000)]
    return nn.Sequential(*layers), [3, 224, 224], 1000


def keywords():
    layers = [nn.Conv2d(1, 64, (10, 4), 2, (5, 1), bias=False), nn.BatchNorm2d(64), nn.ReLU()]
    for _ in range(4):
        layers += [convolution(64, 64, 3, 1, 1, 64), nn.BatchNorm2d(64), nn.ReLU(), convolution(64, 64, 1), nn.BatchNorm2d(64), nn.ReLU()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 12)), [1, 49, 10], 12


def activities():
    network = nn.Sequential(
        nn.Conv1d(6, 64, 3), nn.ReLU(), nn.Conv1d(64, 64, 3), nn.ReLU(), nn.MaxPool1d(2), nn.Conv1d(64, 128, 3), nn.ReLU(), nn.Conv1d(128, 128, 3), nn.ReLU(),
        nn.MaxPool1d(2), nn.Flatten(), nn.Linear(128 * 29, 100), nn.ReLU(), nn.Linear(100, 6))
    return network, [6, 128], 6


class Recurrent(nn.Module):
    def __init__(self, kind, inputs, hidden, outputs, packed):
        super().__init__()
        self.recurrence = getattr(nn, kind)(inputs, hidden, batch_first=True)
        self.output = nn.Linear(hidden, outputs)
        self.packed = packed

    def forward(self, x):
        if not self.packed:
            return self.output(self.recurrence(x)[0])
        steps = x.shape[1]
        # As TrainingJob.cs has them, sorted: PyTorch need not sort them then.
        lengths = torch.tensor(sorted((1 + (41 * sample + 20) % steps for sample in range(x.shape[0])), reverse=True))
        h, _ = self.recurrence(nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True))
        return self.output(nn.utils.rnn.pad_packed_sequence(h, batch_first=True, total_length=steps)[0])


def recurrent(name):
    packed = name.startswith("packed-")
    kind, inputs, hidden, outputs, _, steps = name.removeprefix("packed-").split("-")
    return Recurrent(kind, int(inputs), int(hidden), int(outputs), packed), [int(steps), int(inputs)], [int(steps), int(outputs)]


class Mixture(nn.Module):
    """ADBench's Gaussian mixture, as LikelihoodNetworks.cs has it: one matrix product for all components."""

    def __init__(self, d, components):
        super().__init__()
        self.alphas = nn.Parameter(torch.rand(components))
        self.means, self.diagonals = nn.Parameter(torch.rand(components, d)), nn.Parameter(torch.rand(components, d) - 0.5)
        self.factors = nn.Parameter((torch.rand(components, d, d) - 0.5) / d)

    def forward(self, x):
        components, d = self.means.shape
        q = torch.tril(self.factors, -1) + torch.diag_embed(torch.exp(self.diagonals))
        product = (x @ q.reshape(-1, d).T).view(len(x), components, d) - (q @ self.means[..., None]).squeeze(-1)
        terms = self.alphas + self.diagonals.sum(-1) - 0.5 * (product * product).sum(-1)
        return torch.logsumexp(terms, -1, keepdim=True) - torch.logsumexp(self.alphas, 0)


class ElementLstm(nn.Module):
    """ADBench's LSTM, whose gates look at one element each."""

    def __init__(self, width, layers):
        super().__init__()
        self.weights = nn.ParameterList(nn.Parameter(torch.rand(4, width) - 0.5) for _ in range(layers))
        self.biases = nn.ParameterList(nn.Parameter(torch.rand(4, width) - 0.5) for _ in range(layers))
        self.extra = nn.Parameter(torch.rand(3, width) - 0.5)

    def forward(self, sequence):
        states = [(torch.zeros(sequence.shape[0], sequence.shape[2]),) * 2 for _ in self.weights]
        outputs = []
        for x in (sequence * self.extra[0]).unbind(1):
            for layer, (w, b) in enumerate(zip(self.weights, self.biases)):
                hidden, cell = states[layer]
                cell = cell * torch.sigmoid(x * w[0] + b[0]) + torch.sigmoid(hidden * w[1] + b[1]) * torch.tanh(hidden * w[3] + b[3])
                x = torch.sigmoid(x * w[2] + b[2]) * torch.tanh(cell)
                states[layer] = x, cell
            outputs.append(x)
        y = torch.stack(outputs, 1) * self.extra[1] + self.extra[2]
        return y - torch.log(2 + torch.exp(y).sum(-1, keepdim=True))


PICTURES = {
    "mixture-10-5": lambda: (Mixture(10, 5), [10], 1), "mixture-64-25": lambda: (Mixture(64, 25), [64], 1),
    "element-LSTM-2x14-128": lambda: (ElementLstm(14, 2), [128, 14], [128, 14]),
    "LeNet-5": lenet, "strided-16-32-64-64": strided, "ResNet-18-at-32": small_resnet, "ResNet-18-at-224": large_resnet, "MobileNetV2": mobilenet,
    "DS-CNN": keywords, "activities-1-D": activities,
}


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
