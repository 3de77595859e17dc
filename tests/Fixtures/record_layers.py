#!/usr/bin/env python3
"""Records what PyTorch computes with every layer for images and sequences, for the tests to compare with.

    /usr/bin/python3 tests/Fixtures/record_layers.py

writes layers.safetensors and normalization.safetensors beside itself. A layer's tensors are named by its declaration in C#: the input, the parameters, the
output, the gradient that comes back to it, and the gradients of the input and of the parameters. Inputs and parameters are floats;
results are computed from them in double and rounded. PyTorch 1.13 made the files that are committed, and 2.6 makes the same; the layer
that is called twice is of 2.6.
"""
import os
import sys

import torch
from torch import nn

sys.dont_write_bytecode = True  # no __pycache__ beside the fixtures
from record import normal, save

HERE = os.path.dirname(os.path.abspath(__file__))


class RMSNorm(nn.Module):
    """torch.nn.RMSNorm, which came after 1.13."""

    def __init__(self, features, epsilon):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(features))
        self.epsilon = epsilon

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.epsilon) * self.weight


class GlobalPool(nn.Module):
    def __init__(self, pool):
        super().__init__()
        self.pool = pool

    def forward(self, x):
        return self.pool(x, dim=tuple(range(2, x.dim())))


def cases():
    """The shape of a sample, the layer in C#, the layer in PyTorch, the batch, and whether values are equal to many others."""
    yield (1, 28, 28), "Conv2D(6, 5)", nn.Conv2d(1, 6, 5), 1, False
    yield (3, 31, 31), "Conv2D(3, 7, Stride = 3, Padding = 3)", nn.Conv2d(3, 3, 7, stride=3, padding=3), 1, False
    yield (6, 7, 7), "Conv2D(16, 3, Padding = 1)", nn.Conv2d(6, 16, 3, padding=1), 3, False
    yield (16, 5, 5), "Conv2D(17, 1)", nn.Conv2d(16, 17, 1), 3, False
    yield (17, 7, 5), "Conv2D(6, 3, Stride = 2, Padding = 1)", nn.Conv2d(17, 6, 3, stride=2, padding=1), 3, False
    yield (3, 28, 31), "Conv2D(1, 5, Stride = 2, Dilation = 2)", nn.Conv2d(3, 1, 5, stride=2, dilation=2), 1, False
    yield (3, 5, 7), "Conv2D(6, 5, 3, Bias = false)", nn.Conv2d(3, 6, (5, 3), bias=False), 32, False
    yield (3, 7, 5), "Conv2D(6, 3, StrideWidth = 2, PaddingHeight = 2, DilationHeight = 2)", nn.Conv2d(
        3, 6, 3, stride=(1, 2), padding=(2, 0), dilation=(2, 1)), 3, False
    yield (6, 7, 7), "Conv2D(6, 3, Groups = 6, Padding = 2, Dilation = 2)", nn.Conv2d(6, 6, 3, groups=6, padding=2, dilation=2), 3, False
    yield (16, 7, 5), "Conv2D(16, 3, Groups = 4, Stride = 2)", nn.Conv2d(16, 16, 3, groups=4, stride=2), 3, False
    yield (3, 5, 5), "Conv2D(6, 3, Groups = 3)", nn.Conv2d(3, 6, 3, groups=3), 32, False
    yield (3, 7, 5), "Conv2D(3, 4, SamePadding = true)", nn.Conv2d(3, 3, 4, padding="same"), 1, False
    for mode in "Reflect", "Replicate", "Circular":
        yield (3, 5, 7), f"Conv2D(3, 3, Padding = 2, PaddingMode = PaddingMode.{mode})", nn.Conv2d(3, 3, 3, padding=2, padding_mode=mode.lower()), 1, False
    yield (3, 31), "Conv1D(16, 7, Stride = 2, Padding = 3)", nn.Conv1d(3, 16, 7, stride=2, padding=3), 3, False
    yield (6, 17), "Conv1D(6, 3, Groups = 2, Dilation = 3)", nn.Conv1d(6, 6, 3, groups=2, dilation=3), 3, False

    yield (3, 7, 5), "ConvTranspose2D(6, 3)", nn.ConvTranspose2d(3, 6, 3), 3, False
    yield (16, 5, 5), "ConvTranspose2D(3, 2, Stride = 2)", nn.ConvTranspose2d(16, 3, 2, stride=2), 3, False
    yield (3, 5, 7), "ConvTranspose2D(6, 3, Stride = 2, Padding = 1, OutputPadding = 1)", nn.ConvTranspose2d(
        3, 6, 3, stride=2, padding=1, output_padding=1), 1, False
    yield (6, 5, 5), "ConvTranspose2D(6, 5, Stride = 3, Padding = 2, Groups = 2)", nn.ConvTranspose2d(6, 6, 5, stride=3, padding=2, groups=2), 1, False
    yield (3, 5, 5), "ConvTranspose2D(3, 3, Dilation = 2, Bias = false)", nn.ConvTranspose2d(3, 3, 3, dilation=2, bias=False), 1, False

    for tied in False, True:
        yield (3, 28, 28), "MaxPool2D(2)", nn.MaxPool2d(2), 1, tied
        yield (3, 7, 31), "MaxPool2D(3, Stride = 2, Padding = 1)", nn.MaxPool2d(3, stride=2, padding=1), 1, tied
        yield (1, 17, 16), "MaxPool2D(5, Stride = 3)", nn.MaxPool2d(5, stride=3), 3, tied
    yield (3, 7, 5), "MaxPool2D(2)", nn.MaxPool2d(2), 32, False
    yield (3, 7, 5), "AveragePool2D(2)", nn.AvgPool2d(2), 3, False
    yield (3, 7, 7), "AveragePool2D(3, Stride = 2, Padding = 1)", nn.AvgPool2d(3, stride=2, padding=1), 1, False
    yield (3, 7, 7), "AveragePool2D(3, Stride = 2, Padding = 1, CountIncludePad = false)", nn.AvgPool2d(
        3, stride=2, padding=1, count_include_pad=False), 1, False
    yield (1, 31, 28), "AveragePool2D(7, 4)", nn.AvgPool2d((7, 4)), 1, False
    yield (3, 7, 6), "AdaptiveAveragePool2D(3)", nn.AdaptiveAvgPool2d(3), 3, False
    yield (6, 5, 7), "GlobalAveragePool", GlobalPool(torch.mean), 3, False
    yield (6, 5, 7), "GlobalMaxPool", GlobalPool(torch.amax), 3, True

    yield (3, 5, 4), "ZeroPad2D(1, 2, 3, 0)", nn.ZeroPad2d((1, 2, 3, 0)), 1, False
    yield (3, 5, 4), "ReflectionPad2D(1, 2, 3, 0)", nn.ReflectionPad2d((1, 2, 3, 0)), 1, False
    yield (3, 5, 4), "Upsample(3)", nn.Upsample(scale_factor=3), 1, False
    for scale in 2, 3:
        yield (3, 5, 4), f"Upsample({scale}, UpsampleMode.Bilinear)", nn.Upsample(scale_factor=scale, mode="bilinear", align_corners=False), 1, False

    yield (31,), "LayerNorm", nn.LayerNorm(31), 3, False
    yield (5, 17), "LayerNorm(Epsilon = 0.01)", nn.LayerNorm(17, eps=0.01), 3, False
    yield (3, 5, 7), "LayerNorm(Axes = 3)", nn.LayerNorm((3, 5, 7)), 1, False
    yield (5, 17), "RMSNorm(Epsilon = 0.001)", RMSNorm(17, 0.001), 3, False
    yield (6, 5, 7), "GroupNorm(3)", nn.GroupNorm(3, 6), 3, False
    yield (17,), "PRelu", nn.PReLU(), 3, False
    yield (6, 5, 7), "PRelu(6)", nn.PReLU(6), 1, False


def draw(layer, inputs, g):
    """Parameters for the layer; they and the input, as floats."""
    tensors = {"input": inputs.clone()}
    with torch.no_grad():
        for key, parameter in layer.named_parameters():
            parameter.copy_(normal(g, parameter.shape, 0.5))
            tensors[key] = parameter.detach().clone()
    return tensors


def there_and_back(layer, inputs, g):
    """The layer's output, in double, and the gradients that come of one that is drawn."""
    layer.double()
    inputs = inputs.double().requires_grad_()
    outputs = layer(inputs)
    gradient = normal(g, outputs.shape)
    outputs.backward(gradient.double())
    tensors = {"output": outputs.detach().float(), "output gradient": gradient, "input gradient": inputs.grad.float()}
    for key, parameter in layer.named_parameters():
        tensors[f"{key} gradient"] = parameter.grad.float()
    return tensors


def named(shape, declaration, tensors):
    return {f"Input({', '.join(map(str, shape))}), {declaration}/{key}": tensor for key, tensor in tensors.items()}


def record(shape, declaration, layer, batch, tied, g):
    inputs = normal(g, (batch, *shape))
    if tied:
        inputs = torch.round(inputs)
    tensors = draw(layer, inputs, g)
    tensors.update(there_and_back(layer, inputs, g))
    return named(shape, f"{declaration}{' with ties' if tied else ''}", tensors)


def record_normalization(shape, declaration, layer, batch, g):
    """A layer that is one thing in training and another in a prediction: both, with the state in between."""
    inputs = normal(g, (batch, *shape), 2.0) + 1
    tensors = draw(layer, inputs, g)
    with torch.no_grad():
        layer.running_mean.copy_(normal(g, layer.running_mean.shape, 0.5))
        layer.running_var.copy_(normal(g, layer.running_var.shape, 0.5).abs() + 0.1)
    for key in "running_mean", "running_var":
        tensors[key] = getattr(layer, key).clone()
    layer.double()
    layer.eval()
    tensors["prediction"] = layer(inputs.double()).detach().float()
    layer.train()
    tensors.update(there_and_back(layer, inputs, g))
    for key in "running_mean", "running_var":
        tensors[f"{key} after"] = getattr(layer, key).float()
    return named(shape, declaration, tensors)


class Twice(nn.BatchNorm1d):
    """A layer that is called twice in a forward pass: its running statistics move twice."""

    def forward(self, x):
        call = super().forward
        return call(torch.tanh(call(x)) + 2 * x)


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    generator = torch.Generator().manual_seed(17)
    recorded = {}
    for case in cases():
        recorded.update(record(*case, generator))
    save(os.path.join(HERE, "layers.safetensors"), recorded)
    normalized = {}
    for case in (
        ((6,), "BatchNorm", nn.BatchNorm1d(6), 5),
        ((17,), "BatchNorm(Momentum = 0.3, Epsilon = 0.01, Affine = false)", nn.BatchNorm1d(17, momentum=0.3, eps=0.01, affine=False), 3),
        ((3, 5, 7), "BatchNorm", nn.BatchNorm2d(3), 4),
        ((6, 4, 4), "BatchNorm(Momentum = 0.5)", nn.BatchNorm2d(6, momentum=0.5), 1),
        ((6,), "BatchNorm(Momentum = 0.3) called twice", Twice(6, momentum=0.3), 5),
    ):
        normalized.update(record_normalization(*case, generator))
    save(os.path.join(HERE, "normalization.safetensors"), normalized)
    print(f"{len(recorded) + len(normalized)} tensors")
