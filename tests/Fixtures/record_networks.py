#!/usr/bin/env python3
"""Records what PyTorch computes with whole networks, for the tests to compare with.

    /usr/bin/python3 tests/Fixtures/record_networks.py

writes, for each network, two files into networks/ beside itself: name.safetensors, the parameters as torch's state_dict names
them, and name.results.safetensors, a batch with its outputs, loss and gradients, and the loss of every step of a training with
Adam on that batch. Parameters and inputs are floats; results are computed from them in double. PyTorch 1.13 made the files that
are committed. The classes are in tests/NetGen.Numeric.Checks/Networks/Recorded.cs.
"""
import os
import sys
from collections import OrderedDict

import torch
from torch import nn

sys.dont_write_bytecode = True  # no __pycache__ beside the fixtures
from record import normal, save

HERE = os.path.dirname(os.path.abspath(__file__))
STEPS = 20


class LastAxisSoftmax(nn.Softmax):
    def __init__(self):
        super().__init__(dim=-1)


def stack(*layers):
    return nn.Sequential(OrderedDict((f"layer{i}" if name is None else name, layer) for i, (name, layer) in enumerate(layers)))


def networks():
    """name, network, shape of a batch, loss, targets as floats for the file, targets as the loss takes them, Adam's rate."""
    g = torch.Generator().manual_seed(11)

    def classes(count, number):
        drawn = torch.randint(0, number, (count,), generator=g)
        return drawn.float(), drawn

    def values(*shape):
        drawn = normal(g, shape)
        return drawn, drawn.double()

    yield "classifier", stack(
        ("hidden", nn.Linear(31, 17)), (None, nn.ReLU()), ("output", nn.Linear(17, 10))), (17, 31), nn.CrossEntropyLoss(), *classes(17, 10), 0.01
    yield "regressor", stack(
        ("first", nn.Linear(13, 9)), (None, nn.Tanh()), ("second", nn.Linear(9, 8)), (None, nn.GELU()), ("price", nn.Linear(8, 1))
    ), (9, 13), nn.MSELoss(), *values(9, 1), 0.01
    yield "logsoftmax", stack(
        ("first", nn.Linear(7, 33)), (None, nn.SiLU()), ("second", nn.Linear(33, 5)), (None, nn.LogSoftmax(dim=-1))
    ), (12, 7), nn.NLLLoss(), *classes(12, 5), 0.01
    yield "smooth", stack(
        ("a", nn.Linear(6, 10)), (None, nn.Mish()), ("b", nn.Linear(10, 11)), (None, nn.Softplus()), ("c", nn.Linear(11, 9)),
        (None, nn.ELU()), ("d", nn.Linear(9, 7)), (None, nn.GELU(approximate="tanh")), ("e", nn.Linear(7, 3)), (None, nn.Softsign())
    ), (10, 6), nn.SmoothL1Loss(), *values(10, 3), 0.005
    yield "pieces", stack(
        ("a", nn.Linear(6, 19)), (None, nn.LeakyReLU()), ("b", nn.Linear(19, 18)), (None, nn.SELU()), ("c", nn.Linear(18, 12)),
        (None, nn.Hardswish()), ("d", nn.Linear(12, 10)), (None, nn.Hardsigmoid()), ("e", nn.Linear(10, 4)), (None, nn.Hardtanh())
    ), (21, 6), nn.MSELoss(), *values(21, 4), 0.005
    yield "axes", stack(
        ("token", nn.Linear(5, 9, bias=False)), (None, LastAxisSoftmax()), (None, nn.Flatten()), ("output", nn.Linear(27, 2)), (None, nn.Sigmoid())
    ), (8, 3, 5), nn.L1Loss(), *values(8, 2), 0.01
    yield "lenet", stack(
        ("conv1", nn.Conv2d(1, 6, 5)), (None, nn.ReLU()), (None, nn.MaxPool2d(2)),
        ("conv2", nn.Conv2d(6, 16, 5)), (None, nn.ReLU()), (None, nn.MaxPool2d(2)), (None, nn.Flatten()),
        ("fc1", nn.Linear(256, 120)), (None, nn.ReLU()), ("fc2", nn.Linear(120, 84)), (None, nn.ReLU()), ("output", nn.Linear(84, 10))
    ), (6, 1, 28, 28), nn.CrossEntropyLoss(), *classes(6, 10), 0.001


def record(name, network, shape, loss, stored_targets, targets, rate, generator):
    with torch.no_grad():
        for parameter in network.parameters():
            fan_in = parameter.shape[1:].numel() if parameter.dim() > 1 else 4
            parameter.copy_(normal(generator, parameter.shape, 1.2 / fan_in**0.5))
    save(os.path.join(HERE, "networks", f"{name}.safetensors"), {key: value.clone() for key, value in network.state_dict().items()})

    inputs = normal(generator, shape)
    network.double()
    results = {"inputs": inputs, "targets": stored_targets}
    outputs = network(inputs.double())
    value = loss(outputs, targets)
    value.backward()
    results["outputs"] = outputs.detach()
    results["loss"] = value.detach().reshape(1)
    for key, parameter in network.named_parameters():
        results[f"gradients/{key}"] = parameter.grad.clone()

    curve = []
    optimizer = torch.optim.Adam(network.parameters(), lr=rate)
    for _ in range(STEPS):
        optimizer.zero_grad()
        value = loss(network(inputs.double()), targets)
        curve.append(value.item())
        value.backward()
        optimizer.step()
    results["curve"] = torch.tensor(curve, dtype=torch.float64)
    results["learning_rate"] = torch.tensor([rate], dtype=torch.float64)
    save(os.path.join(HERE, "networks", f"{name}.results.safetensors"), results)
    print(f"{name}: loss {curve[0]:.4f} to {curve[-1]:.4f}")


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    os.makedirs(os.path.join(HERE, "networks"), exist_ok=True)
    parameters = torch.Generator().manual_seed(5)
    for case in networks():
        record(*case, parameters)
