#!/usr/bin/env python3
"""Records what PyTorch computes with sequences of different lengths, with hidden keys and with embeddings, for the tests to compare with.

    python3 tests/Fixtures/record_lengths.py

writes lengths.safetensors beside itself, by PyTorch 2.6. A case is named by the attributes of a stack in C#, or by a network of the test. Inputs and
parameters are floats, results are computed from them in double and rounded. Recurrent layers run on packed sequences.
"""
import os
import sys

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

sys.dont_write_bytecode = True  # no __pycache__ beside the fixtures
from record import normal, save

HERE = os.path.dirname(os.path.abspath(__file__))


def recurrence(module, last=False):
    """The layer on packed sequences: its outputs, zeros behind a sample's end, or its state at the end of each direction."""

    class Layer(module):
        def forward(self, x, lengths):
            packed = pack_padded_sequence(x, lengths.flatten().long(), batch_first=True, enforce_sorted=False)
            outputs, state = super().forward(packed)
            if not last:
                return pad_packed_sequence(outputs, batch_first=True, total_length=x.shape[1])[0]
            state = state[0] if isinstance(state, tuple) else state
            directions = 2 if self.bidirectional else 1
            return torch.cat([state[place] for place in range(-directions, 0)], dim=-1)

    return Layer


def behind(lengths, steps):
    """Which steps are behind a sample's end."""
    return torch.arange(steps)[None] >= lengths.reshape(-1, 1)


class Attention(nn.MultiheadAttention):
    """Of a sequence to itself, without the keys behind its end."""

    def forward(self, x, lengths):
        return super().forward(x, x, x, key_padding_mask=behind(lengths, x.shape[1]), need_weights=False)[0]


class Padded(nn.MultiheadAttention):
    """Of a sequence to itself, without some keys."""

    def forward(self, x, padding):
        return super().forward(x, x, x, key_padding_mask=padding != 0, need_weights=False)[0]


class Cross(nn.MultiheadAttention):
    """Of queries to a memory, without some keys."""

    def forward(self, query, memory, padding):
        return super().forward(query, memory, memory, key_padding_mask=padding != 0, need_weights=False)[0]


class Three(nn.MultiheadAttention):
    """Of queries to keys and values, without the keys behind the end."""

    def forward(self, query, key, value, lengths):
        return super().forward(query, key, value, key_padding_mask=behind(lengths, key.shape[1]), need_weights=False)[0]


class Encoder(nn.TransformerEncoderLayer):
    def forward(self, x, lengths):
        return super().forward(x, src_key_padding_mask=behind(lengths, x.shape[1]))


class Decoder(nn.TransformerDecoderLayer):
    def forward(self, x, memory, lengths):
        mask = torch.triu(torch.full((x.shape[1], x.shape[1]), float("-inf"), dtype=torch.double), diagonal=1)
        return super().forward(x, memory, tgt_mask=mask, memory_key_padding_mask=behind(lengths, memory.shape[1]))


class Pooled(nn.Module):
    """The mean, the sum and the maximum over the steps that a sample has."""

    def forward(self, x, lengths):
        hidden = behind(lengths, x.shape[1])[..., None]
        total = x.masked_fill(hidden, 0).sum(1)
        return torch.cat([total / lengths.reshape(-1, 1), total, x.masked_fill(hidden, float("-inf")).amax(1)], dim=-1)


class Embedded(nn.Embedding):
    def forward(self, x):
        return super().forward(x.long())


def cases():
    """The name, the layer in PyTorch, and the inputs: shapes, lengths with their steps, or whole numbers with their vocabulary."""
    lengths = [3, 7, 1, 5, 7]
    yield "Input(7, 3, Lengths = true), Rnn(5)", recurrence(nn.RNN)(3, 5, batch_first=True), [(5, 7, 3), lengths]
    yield "Input(7, 4, Lengths = true), Rnn(8, Activation.Relu, Layers = 2, Bias = false)", recurrence(nn.RNN)(
        4, 8, 2, nonlinearity="relu", bias=False, batch_first=True), [(5, 7, 4), lengths]
    yield "Input(6, 3, Lengths = true), Rnn(9, Bidirectional = true, LastStep = true)", recurrence(nn.RNN, True)(
        3, 9, bidirectional=True, batch_first=True), [(4, 6, 3), [2, 6, 4, 1]]
    yield "Input(8, 5, Lengths = true), Lstm(7)", recurrence(nn.LSTM)(5, 7, batch_first=True), [(3, 8, 5), [5, 1, 8]]
    yield "Input(6, 3, Lengths = true), Lstm(8, Layers = 2, LastStep = true)", recurrence(nn.LSTM, True)(3, 8, 2, batch_first=True), [(6, 6, 3), [6, 1, 2, 3, 6, 4]]
    yield "Input(5, 4, Lengths = true), Lstm(6, Layers = 2, Bidirectional = true)", recurrence(nn.LSTM)(
        4, 6, 2, bidirectional=True, batch_first=True), [(4, 5, 4), [2, 4, 1, 3]]
    yield "Input(9, 17, Lengths = true), Lstm(16, Bias = false)", recurrence(nn.LSTM)(17, 16, bias=False, batch_first=True), [(9, 9, 17), [4, 4, 4, 4, 4, 4, 4, 4, 4]]
    yield "Input(7, 2, Lengths = true), Gru(5)", recurrence(nn.GRU)(2, 5, batch_first=True), [(4, 7, 2), [1, 1, 7, 2]]
    yield "Input(5, 9, Lengths = true), Gru(8, Layers = 2, Bidirectional = true)", recurrence(nn.GRU)(
        9, 8, 2, bidirectional=True, batch_first=True), [(3, 5, 9), [4, 5, 2]]
    yield "Input(6, 3, Lengths = true), Gru(7, Bidirectional = true, LastStep = true, Bias = false)", recurrence(nn.GRU, True)(
        3, 7, bidirectional=True, bias=False, batch_first=True), [(2, 6, 3), [3, 5]]
    yield "Input(6, 8, Lengths = true), MultiHeadAttention(2)", Attention(8, 2, batch_first=True), [(3, 6, 8), [6, 1, 4]]
    yield "Input(5, 6, Lengths = true), TransformerEncoderLayer(3, 10, Dropout = 0)", Encoder(6, 3, 10, dropout=0, batch_first=True), [(4, 5, 6), [2, 5, 1, 3]]
    yield "KeyPadding", Padded(6, 3, batch_first=True), [(3, 5, 6), torch.tensor([[0, 1, 0, 0, 1], [0, 0, 0, 0, 0], [1, 1, 1, 0, 1]]).float()]
    yield "CrossAttention", Cross(8, 2, batch_first=True), [(2, 3, 8), (2, 5, 8), torch.tensor([[0, 1, 0, 0, 1], [0, 0, 0, 1, 1]]).float()]
    yield "ThreeSequences", Three(6, 2, bias=False, batch_first=True), [(3, 4, 6), (3, 7, 6), (3, 7, 6), [7, 2, 5]]
    yield "Decoder", Decoder(6, 2, 9, dropout=0, batch_first=True), [(3, 4, 6), (3, 7, 6), [1, 7, 5]]
    yield "Pooled", Pooled(), [(4, 5, 3), [2, 5, 1, 4]]
    yield "Embedding", Embedded(7, 5, padding_idx=3), [torch.tensor([[0, 3, 6, 6], [1, 2, 3, 3], [6, 5, 4, 0]]).float()]


def record(name, layer, inputs, g):
    tensors, given = {}, []
    for place, item in enumerate(inputs):
        is_drawn = isinstance(item, tuple)
        value = normal(g, item) if is_drawn else item if torch.is_tensor(item) else torch.tensor(item).float().reshape(-1, 1)
        tensors[f"input {place}"] = value.clone()
        given.append(value.double().requires_grad_() if is_drawn else value.double())
    with torch.no_grad():
        for key, parameter in layer.named_parameters():
            parameter.copy_(normal(g, parameter.shape, 0.5))
        if isinstance(layer, nn.Embedding):
            layer.weight[layer.padding_idx] = 0
        for key, parameter in layer.named_parameters():
            tensors[key] = parameter.detach().clone()
    layer.double()
    output = layer(*given)
    gradient = normal(g, output.shape)
    output.backward(gradient.double())
    tensors["output 0"], tensors["output 0 gradient"] = output.detach().float(), gradient
    for place, value in enumerate(given):
        if value.requires_grad:
            tensors[f"input {place} gradient"] = value.grad.float()
    for key, parameter in layer.named_parameters():
        tensors[f"{key} gradient"] = parameter.grad.float()
    return {f"{name}/{key}": tensor for key, tensor in tensors.items()}


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    generator = torch.Generator().manual_seed(31)
    recorded = {}
    for case in cases():
        recorded.update(record(*case, generator))
    save(os.path.join(HERE, "lengths.safetensors"), recorded)
    print(f"{len(recorded)} tensors")
