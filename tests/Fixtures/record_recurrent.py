#!/usr/bin/env python3
"""Records what PyTorch computes with recurrent layers, for the tests to compare with.

    python3 tests/Fixtures/record_recurrent.py

writes recurrent.safetensors beside itself, by PyTorch 2.6. As in record_layers.py, a layer's tensors are named by its declaration in C#; inputs and
parameters are floats, results are computed from them in double and rounded.
"""
import os
import sys

import torch
from torch import nn

sys.dont_write_bytecode = True  # no __pycache__ beside the fixtures
from record import save
from record_layers import record

HERE = os.path.dirname(os.path.abspath(__file__))


def recurrence(module, last):
    """The layer as one module whose parameters have the layer's names: its outputs, or its state at the end of each direction."""

    class Layer(module):
        def forward(self, x):
            outputs, state = super().forward(x)
            if not last:
                return outputs
            state = state[0] if isinstance(state, tuple) else state
            directions = 2 if self.bidirectional else 1
            return torch.cat([state[place] for place in range(-directions, 0)], dim=-1)

    return Layer


def cases():
    """The shape of a sample, the layer in C#, the layer in PyTorch, and the batch."""
    yield (7, 3), "Rnn(5)", recurrence(nn.RNN, False)(3, 5, batch_first=True), 4
    yield (5, 4), "Rnn(8, Activation.Relu, Layers = 2, Bias = false)", recurrence(nn.RNN, False)(4, 8, 2, nonlinearity="relu", bias=False, batch_first=True), 3
    yield (6, 3), "Rnn(9, Bidirectional = true, LastStep = true)", recurrence(nn.RNN, True)(3, 9, bidirectional=True, batch_first=True), 5
    yield (8, 5), "Lstm(7)", recurrence(nn.LSTM, False)(5, 7, batch_first=True), 3
    yield (6, 3), "Lstm(8, Layers = 2, LastStep = true)", recurrence(nn.LSTM, True)(3, 8, 2, batch_first=True), 6
    yield (5, 4), "Lstm(6, Layers = 2, Bidirectional = true)", recurrence(nn.LSTM, False)(4, 6, 2, bidirectional=True, batch_first=True), 2
    yield (1, 17), "Lstm(16, Bias = false)", recurrence(nn.LSTM, False)(17, 16, bias=False, batch_first=True), 9
    yield (7, 2), "Gru(5)", recurrence(nn.GRU, False)(2, 5, batch_first=True), 4
    yield (5, 9), "Gru(8, Layers = 2, Bidirectional = true)", recurrence(nn.GRU, False)(9, 8, 2, bidirectional=True, batch_first=True), 3
    yield (6, 3), "Gru(7, Bidirectional = true, LastStep = true, Bias = false)", recurrence(nn.GRU, True)(3, 7, bidirectional=True, bias=False, batch_first=True), 2


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    generator = torch.Generator().manual_seed(23)
    recorded = {}
    for shape, declaration, layer, batch in cases():
        recorded.update(record(shape, declaration, layer, batch, False, generator))
    save(os.path.join(HERE, "recurrent.safetensors"), recorded)
    print(f"{len(recorded)} tensors")
