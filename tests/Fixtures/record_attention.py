#!/usr/bin/env python3
"""Records what PyTorch computes with attention and with layers of transformers, for the tests to compare with.

    python3 tests/Fixtures/record_attention.py

writes attention.safetensors beside itself, by PyTorch 2.6. As in record_layers.py, a layer's tensors are named by its declaration in C#; inputs and
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


def mask(length):
    return torch.triu(torch.full((length, length), float("-inf"), dtype=torch.double), diagonal=1)


class Attention(nn.MultiheadAttention):
    """Of a sequence to itself."""

    def __init__(self, width, heads, causal=False, bias=True):
        super().__init__(width, heads, bias=bias, batch_first=True)
        self.causal = causal

    def forward(self, x):
        return super().forward(x, x, x, need_weights=False, attn_mask=mask(x.shape[1]) if self.causal else None)[0]


class Encoder(nn.TransformerEncoderLayer):
    def __init__(self, width, heads, units, causal=False, **settings):
        super().__init__(width, heads, units, dropout=0, batch_first=True, **settings)
        self.causal = causal

    def forward(self, x):
        return super().forward(x, src_mask=mask(x.shape[1]) if self.causal else None)


class Decoder(nn.TransformerDecoderLayer):
    """With a memory that is made of the sequence, so that there is one input."""

    def __init__(self, width, heads, units, **settings):
        super().__init__(width, heads, units, dropout=0, batch_first=True, **settings)

    def forward(self, x):
        return super().forward(x, x * x, tgt_mask=mask(x.shape[1]))


def cases():
    """The shape of a sample, the layer in C#, the layer in PyTorch, and the batch."""
    yield (5, 6), "MultiHeadAttention(2)", Attention(6, 2), 3
    yield (7, 8), "MultiHeadAttention(1, Causal = true)", Attention(8, 1, causal=True), 2
    yield (3, 20), "MultiHeadAttention(5, Bias = false)", Attention(20, 5, bias=False), 4
    yield (5, 6), "TransformerEncoderLayer(3, 10, Dropout = 0)", Encoder(6, 3, 10), 3
    yield (6, 8), "TransformerEncoderLayer(2, 17, Dropout = 0, NormFirst = true, Causal = true, Activation = Activation.Gelu)", Encoder(
        8, 2, 17, causal=True, norm_first=True, activation="gelu"), 2
    yield (4, 6), "TransformerDecoderLayer(2, 9, Dropout = 0)", Decoder(6, 2, 9), 3
    yield (5, 8), "TransformerDecoderLayer(4, 8, Dropout = 0, NormFirst = true)", Decoder(8, 4, 8, norm_first=True), 2


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    generator = torch.Generator().manual_seed(29)
    recorded = {}
    for shape, declaration, layer, batch in cases():
        recorded.update(record(shape, declaration, layer, batch, False, generator))
    save(os.path.join(HERE, "attention.safetensors"), recorded)
    print(f"{len(recorded)} tensors")
