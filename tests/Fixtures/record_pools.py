#!/usr/bin/env python3
"""Records what PyTorch computes with every layer for sequences that changes their length, for the tests to compare with.

    /usr/bin/python3 tests/Fixtures/record_pools.py

writes pools.safetensors beside itself, with tensors as record_layers.py names and computes them. PyTorch 1.13 made the file that is committed.
"""
import os
import sys

import torch
from torch import nn

sys.dont_write_bytecode = True  # no __pycache__ beside the fixtures
from record import save
from record_layers import GlobalPool, record

HERE = os.path.dirname(os.path.abspath(__file__))


def cases():
    """The shape of a sample, the layer in C#, the layer in PyTorch, the batch, and whether values are equal to many others."""
    for tied in False, True:
        yield (3, 28), "MaxPool1D(2)", nn.MaxPool1d(2), 3, tied
        yield (2, 31), "MaxPool1D(3, Stride = 2, Padding = 1)", nn.MaxPool1d(3, stride=2, padding=1), 3, tied
        yield (3, 7), "MaxPool1D(5, Stride = 1, Padding = 2)", nn.MaxPool1d(5, stride=1, padding=2), 3, tied
        yield (1, 31), "MaxPool1D(12, Stride = 5)", nn.MaxPool1d(12, stride=5), 3, tied
        yield (2, 31), "AdaptiveMaxPool1D(5)", nn.AdaptiveMaxPool1d(5), 3, tied
        yield (2, 28, 7), "AdaptiveMaxPool2D(4, 3)", nn.AdaptiveMaxPool2d((4, 3)), 1, tied
    yield (3, 7), "MaxPool1D(2)", nn.MaxPool1d(2), 32, False
    yield (1, 28), "MaxPool1D(3)", nn.MaxPool1d(3), 3, False
    yield (3, 28), "MaxPool1D(2, Stride = 3, Padding = 1)", nn.MaxPool1d(2, stride=3, padding=1), 1, False
    yield (2, 28), "MaxPool1D(5, Stride = 3)", nn.MaxPool1d(5, stride=3), 1, False
    yield (2, 31), "MaxPool1D(2, Stride = 1)", nn.MaxPool1d(2, stride=1), 1, False
    yield (3, 28), "AveragePool1D(2)", nn.AvgPool1d(2), 3, False
    yield (2, 31), "AveragePool1D(3, Stride = 2, Padding = 1)", nn.AvgPool1d(3, stride=2, padding=1), 3, False
    yield (2, 31), "AveragePool1D(3, Stride = 2, Padding = 1, CountIncludePad = false)", nn.AvgPool1d(
        3, stride=2, padding=1, count_include_pad=False), 3, False
    yield (3, 7), "AveragePool1D(5, Stride = 1, Padding = 2, CountIncludePad = false)", nn.AvgPool1d(
        5, stride=1, padding=2, count_include_pad=False), 1, False
    yield (1, 28), "AveragePool1D(5, Stride = 3)", nn.AvgPool1d(5, stride=3), 1, False
    yield (1, 31), "AveragePool1D(12, Padding = 6)", nn.AvgPool1d(12, padding=6), 1, False
    yield (3, 28), "AdaptiveAveragePool1D(7)", nn.AdaptiveAvgPool1d(7), 3, False
    yield (3, 7), "AdaptiveAveragePool1D(3)", nn.AdaptiveAvgPool1d(3), 3, False
    yield (3, 28), "AdaptiveMaxPool1D(7)", nn.AdaptiveMaxPool1d(7), 3, False
    yield (2, 5, 6), "AdaptiveMaxPool2D(1)", nn.AdaptiveMaxPool2d(1), 3, False
    yield (5, 31), "GlobalAveragePool", GlobalPool(torch.mean), 3, False
    yield (5, 31), "GlobalMaxPool", GlobalPool(torch.amax), 3, True
    yield (3, 7), "ZeroPad1D(2, 3)", nn.ConstantPad1d((2, 3), 0.0), 3, False
    yield (3, 7), "ReflectionPad1D(2, 3)", nn.ReflectionPad1d((2, 3)), 3, False


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    generator = torch.Generator().manual_seed(18)
    recorded = {}
    for case in cases():
        recorded.update(record(*case, generator))
    save(os.path.join(HERE, "pools.safetensors"), recorded)
    print(f"{len(recorded)} tensors")
