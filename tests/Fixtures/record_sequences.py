#!/usr/bin/env python3
"""Records what PyTorch computes with sequences beyond single layers, for the tests to compare with.

    python3 tests/Fixtures/record_sequences.py

writes beside itself, by PyTorch 2.6:
- states.safetensors: recurrent layers that take initial states and give final ones, as record_layers.py names them;
- carried.safetensors: truncated backpropagation through time, some batches of windows whose states are carried on, detached;
- networks/lstm.* and networks/gpt2.*: the two files of a network, as record_networks.py writes them.
Inputs and parameters are floats; results are computed from them in double. The classes are in tests/NetGen.Numeric.Checks/Networks/States.cs.
"""
import os
import sys

import torch
import torch.nn.functional as F
from torch import nn

sys.dont_write_bytecode = True  # no __pycache__ beside the fixtures
from record import normal, save
from record_layers import record

HERE = os.path.dirname(os.path.abspath(__file__))
STEPS = 20
BATCHES = 6


def with_states(module, states):
    """
    The layer as one module whose parameters have the layer's names. Its initial states are rows of the sequence, which has as many features as the state; it gives
    its outputs, and below them its final states, two directions side by side.
    """

    class Layer(module):
        def forward(self, x):
            rows = self.num_layers * (2 if self.bidirectional else 1)
            given = [x[:, rows * place : rows * (place + 1)].transpose(0, 1).contiguous() for place in range(states)]
            outputs, after = super().forward(x, tuple(given) if states == 2 else given[0])
            after = after if states == 2 else [after]
            return torch.cat([outputs] + [state.transpose(0, 1).reshape(len(x), -1, outputs.shape[2]) for state in after], dim=1)

    return Layer


def layer_cases():
    """The shape of a sample, the layer in C#, the layer in PyTorch, and the batch."""
    yield (6, 4), "Rnn(4, Layers = 3) with states", with_states(nn.RNN, 1)(4, 4, 3, batch_first=True), 3
    yield (5, 4), "Lstm(4, Layers = 2) with states", with_states(nn.LSTM, 2)(4, 4, 2, batch_first=True), 4
    yield (4, 9), "Lstm(9) with states", with_states(nn.LSTM, 2)(9, 9, batch_first=True), 7
    yield (7, 6), "Gru(6, Layers = 2, Bidirectional = true) with states", with_states(nn.GRU, 1)(6, 6, 2, bidirectional=True, batch_first=True), 2
    yield (8, 5), "Lstm(5, Layers = 2, Bidirectional = true) with states", with_states(nn.LSTM, 2)(5, 5, 2, bidirectional=True, batch_first=True), 3


class Carried(nn.Module):
    """A recurrence and a dense layer on each step."""

    def __init__(self, kind, features, hidden, layers, outputs):
        super().__init__()
        self.memory = getattr(nn, kind)(features, hidden, layers, batch_first=True)
        self.output = nn.Linear(hidden, outputs)

    def forward(self, x, state=None):
        h, state = self.memory(x, state)
        return self.output(h), state


def draw(network, generator):
    with torch.no_grad():
        for parameter in network.parameters():
            fan_in = parameter.shape[1:].numel() if parameter.dim() > 1 else 4
            parameter.copy_(normal(generator, parameter.shape, 1.2 / fan_in**0.5))


def record_carried(name, network, steps, features, outputs, batch, generator):
    """Windows of a few sequences: each batch begins with what the one before has left. The second sequence begins anew with batch 3."""
    draw(network, generator)
    tensors = {f"{name}/{key}": value.clone() for key, value in network.state_dict().items()}
    inputs, targets = normal(generator, (BATCHES, batch, steps, features)), normal(generator, (BATCHES, batch, steps, outputs))
    tensors[f"{name}/inputs"], tensors[f"{name}/targets"] = inputs, targets
    network.double()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
    state, losses, given = None, [], []
    for x, y in zip(inputs.double(), targets.double()):
        if len(losses) == 3:
            keep = torch.ones(1, batch, 1, dtype=torch.float64)
            keep[0, 1] = 0
            state = tuple(s * keep for s in state) if isinstance(state, tuple) else state * keep
        optimizer.zero_grad()
        value, state = network(x, state)
        loss = F.mse_loss(value, y)
        loss.backward()
        optimizer.step()
        state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()
        losses.append(loss.item())
        given.append(value.detach())
    tensors[f"{name}/losses"] = torch.tensor(losses, dtype=torch.float64)
    tensors[f"{name}/outputs"] = torch.stack(given)
    for key, value in zip("hc", state if isinstance(state, tuple) else (state,)):
        tensors[f"{name}/{key} after"] = value.clone()
    for key, value in network.state_dict().items():
        tensors[f"{name}/{key} after"] = value.clone()
    return tensors


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(5, 12, 2, batch_first=True)
        self.output = nn.Linear(12, 3)

    def forward(self, x):
        return self.output(self.lstm(x)[0])


class Gpt2(nn.Module):
    """GPT-2: learned places, normalisation before each part, GELU by tanh, and the table of characters once more at the end."""

    def __init__(self, vocabulary, length, width, heads, blocks):
        super().__init__()
        self.characters, self.places = nn.Embedding(vocabulary, width), nn.Embedding(length, width)
        self.block = nn.ModuleList(
            nn.TransformerEncoderLayer(
                width, heads, 4 * width, dropout=0, activation=lambda x: F.gelu(x, approximate="tanh"), batch_first=True, norm_first=True)
            for _ in range(blocks))
        self.norm = nn.LayerNorm(width)

    def forward(self, text):
        length = text.shape[1]
        mask = torch.triu(torch.full((length, length), float("-inf"), dtype=torch.float64), diagonal=1)
        h = self.characters(text) + self.places(torch.arange(length))
        for block in self.block:
            h = block(h, src_mask=mask)
        return self.norm(h) @ self.characters.weight.T


def record_network(name, network, stored_inputs, inputs, stored_targets, loss, rate, generator):
    draw(network, generator)
    for module in network.modules():
        if isinstance(module, nn.LayerNorm):
            with torch.no_grad():
                module.weight.add_(1)
    save(os.path.join(HERE, "networks", f"{name}.safetensors"), {key: value.clone() for key, value in network.state_dict().items()})
    network.double()
    results = {"inputs": stored_inputs, "targets": stored_targets}
    outputs = network(inputs)
    value = loss(outputs)
    value.backward()
    results["outputs"] = outputs.detach()
    results["loss"] = value.detach().reshape(1)
    for key, parameter in network.named_parameters():
        results[f"gradients/{key}"] = parameter.grad.clone()
    curve = []
    optimizer = torch.optim.Adam(network.parameters(), lr=rate)
    for _ in range(STEPS):
        optimizer.zero_grad()
        value = loss(network(inputs))
        curve.append(value.item())
        value.backward()
        optimizer.step()
    results["curve"] = torch.tensor(curve, dtype=torch.float64)
    results["learning_rate"] = torch.tensor([rate], dtype=torch.float64)
    save(os.path.join(HERE, "networks", f"{name}.results.safetensors"), results)


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    g = torch.Generator().manual_seed(31)
    recorded = {}
    for shape, declaration, layer, batch in layer_cases():
        recorded.update(record(shape, declaration, layer, batch, False, g))
    save(os.path.join(HERE, "states.safetensors"), recorded)

    carried = {}
    carried.update(record_carried("lstm", Carried("LSTM", 3, 6, 2, 2), 5, 3, 2, 4, g))
    carried.update(record_carried("gru", Carried("GRU", 3, 7, 1, 2), 4, 3, 2, 3, g))
    carried.update(record_carried("rnn", Carried("RNN", 2, 9, 2, 1), 6, 2, 1, 5, g))
    save(os.path.join(HERE, "carried.safetensors"), carried)

    x, y = normal(g, (4, 9, 5)), normal(g, (4, 9, 3))
    record_network("lstm", Lstm(), x, x.double(), y, lambda outputs: F.mse_loss(outputs, y.double()), 0.01, g)
    text, target = torch.randint(0, 11, (3, 8), generator=g), torch.randint(0, 11, (3, 8), generator=g)
    record_network(
        "gpt2", Gpt2(11, 8, 16, 4, 2), text.float(), text, target.float(), lambda outputs: F.cross_entropy(outputs.flatten(0, 1), target.flatten()), 0.003, g)
    print(f"{len(recorded) + len(carried)} tensors, 2 networks")
