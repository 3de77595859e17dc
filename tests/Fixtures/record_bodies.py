#!/usr/bin/env python3
"""Records what PyTorch computes with networks that are no stacks, for the tests to compare with.

    /usr/bin/python3 tests/Fixtures/record_bodies.py

writes bodies.safetensors beside itself: a residual network, one with two inputs, one that applies a layer twice, and one with two
outputs. A network's tensors are named after it: inputs, parameters as torch's state_dict names them, outputs, the gradients that
come back to the outputs, and those of the parameters and inputs. Parameters and inputs are floats; results are computed from them
in double and rounded. PyTorch 1.13 made the file that is committed. The classes are in
tests/NetGen.Generator.Tests/Bodies/FixtureTests.cs.
"""
import os
import sys

import torch
from torch import nn

sys.dont_write_bytecode = True  # no __pycache__ beside the fixtures
from record import normal, save

HERE = os.path.dirname(os.path.abspath(__file__))
BATCH = 7


class Residual(nn.Module):
    shapes = [(13,)]

    def __init__(self):
        super().__init__()
        self.stem = nn.Linear(13, 20)
        self.block = nn.ModuleList(nn.Linear(20, 20) for _ in range(3))
        self.price = nn.Linear(20, 1)

    def forward(self, x):
        h = torch.relu(self.stem(x))
        for block in self.block:
            h = h + torch.tanh(block(h))
        return (self.price(h),)


class TwoInputs(nn.Module):
    shapes = [(5,), (2, 3)]

    def __init__(self):
        super().__init__()
        self.left = nn.Linear(5, 9)
        self.right = nn.Linear(6, 9)
        self.head = nn.Linear(18, 4)

    def forward(self, a, b):
        left = torch.sigmoid(self.left(a))
        right = self.right(b.flatten(1))
        return (self.head(torch.cat([left * right, left - right], dim=1)),)


class SharedWeight(nn.Module):
    shapes = [(11,)]

    def __init__(self):
        super().__init__()
        self.step = nn.Linear(11, 11)

    def forward(self, x):
        return (self.step(torch.tanh(self.step(torch.tanh(self.step(x))))),)


class TwoHeads(nn.Module):
    shapes = [(8,)]

    def __init__(self):
        super().__init__()
        self.trunk = nn.Linear(8, 17)
        self.kind = nn.Linear(17, 3)
        self.size = nn.Linear(17, 1)

    def forward(self, x):
        h = nn.functional.gelu(self.trunk(x))
        return torch.log_softmax(self.kind(h), dim=1), self.size(h * h)


def record(name, network, generator):
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(normal(generator, tuple(parameter.shape)) / (parameter.shape[-1] ** 0.5))
    tensors = {f"{name}/{key}": value.clone() for key, value in network.state_dict().items()}
    network.double()
    inputs = [normal(generator, (BATCH, *shape)) for shape in network.shapes]
    doubles = [value.double().requires_grad_() for value in inputs]
    outputs = network(*doubles)
    gradients = [normal(generator, tuple(output.shape)) for output in outputs]
    sum((output * gradient.double()).sum() for output, gradient in zip(outputs, gradients)).backward()
    for index, (value, own) in enumerate(zip(inputs, doubles)):
        tensors[f"{name}/input {index}"] = value
        tensors[f"{name}/input {index} gradient"] = own.grad.float()
    for index, (output, gradient) in enumerate(zip(outputs, gradients)):
        tensors[f"{name}/output {index}"] = output.detach().float()
        tensors[f"{name}/output {index} gradient"] = gradient
    for key, parameter in network.named_parameters():
        tensors[f"{name}/{key} gradient"] = parameter.grad.float()
    return tensors


def main():
    torch.manual_seed(0)
    generator = torch.Generator().manual_seed(17)
    tensors = {}
    for network in Residual(), TwoInputs(), SharedWeight(), TwoHeads():
        tensors.update(record(type(network).__name__, network, generator))
    save(os.path.join(HERE, "bodies.safetensors"), tensors)


if __name__ == "__main__":
    main()
