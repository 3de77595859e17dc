#!/usr/bin/env python3
"""Records what PyTorch computes with functions of tensors that are compositions of others, for the tests to compare with.

    python3 tests/Fixtures/record_functional.py

writes functional.safetensors beside itself, as record_bodies.py does. PyTorch 2.6 made the file that is committed. The class is in
tests/NetGen.Generator.Tests/Bodies/FixtureTests.cs.
"""
import os
import sys

import torch
from torch import nn

sys.dont_write_bytecode = True  # no __pycache__ beside the fixtures
from record import save
from record_bodies import HERE, record


class Composed(nn.Module):
    shapes = [(12,)]

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(12, 12)

    def forward(self, x):
        h = self.hidden(x).view(-1, 3, 4)
        sums = torch.logsumexp(h, 1)[:, None, :] + torch.logsumexp(h, (1, 2))[:, None, None] + torch.logsumexp(3 * h, 2, keepdim=True)
        parts = torch.stack([torch.clamp(h, -0.5, 0.7), torch.tril(h), torch.triu(h, 1), torch.tril(h, -1)], 2)
        runs = torch.cumsum(h, 1) * torch.cumprod(h, 2) + torch.cumprod(torch.clamp(h, 0, 1), 1) + torch.cumsum(h, 2) * torch.eq(h, torch.clamp(h, min=0))
        return sums, parts, runs


torch.manual_seed(0)
save(os.path.join(HERE, "functional.safetensors"), record("Composed", Composed(), torch.Generator().manual_seed(18)))
