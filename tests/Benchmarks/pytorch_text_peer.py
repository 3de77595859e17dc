"""A GPT of four layers and an LSTM in PyTorch, for TextBenchmark: reads lines of `step`, `token` or `lstm` and a duration in seconds, and answers with the best time in microseconds."""
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(0)
LENGTH, WIDTH, HEADS, DEPTH, VOCABULARY, BATCH = 64, 128, 4, 4, 65, 12


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.n1, self.n2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.proj = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x, cache=None):
        rows = x.shape[1]
        q, k, v = (t.view(-1, rows, HEADS, WIDTH // HEADS).transpose(1, 2) for t in self.qkv(self.n1(x)).split(WIDTH, dim=2))
        if cache is not None:
            keys, values, place = cache
            keys[:, :, place : place + 1], values[:, :, place : place + 1] = k, v
            k, v = keys[:, :, : place + 1], values[:, :, : place + 1]
        mean = F.scaled_dot_product_attention(q, k, v, is_causal=cache is None).transpose(1, 2).reshape(-1, rows, WIDTH)
        x = x + self.proj(mean)
        return x + self.down(F.gelu(self.up(self.n2(x)), approximate="tanh"))


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.places = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(LENGTH, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(DEPTH))
        self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, VOCABULARY, bias=False)
        self.head.weight = self.tokens.weight

    def forward(self, text):
        h = self.tokens(text) + self.places.weight
        for block in self.blocks:
            h = block(h)
        return self.head(self.norm(h))

    def token(self, number, place, caches):
        h = self.tokens(number) + self.places.weight[place]
        for block, (keys, values) in zip(self.blocks, caches):
            h = block(h, (keys, values, place))
        return self.head(self.norm(h))


net = GPT()
optimizer = torch.optim.AdamW(net.parameters(), 1e-3, fused=True)
text, targets = (torch.randint(0, VOCABULARY, (BATCH, LENGTH)) for _ in range(2))
caches = [tuple(torch.zeros(1, HEADS, LENGTH, WIDTH // HEADS) for _ in range(2)) for _ in range(DEPTH)]
number = torch.zeros(1, 1, dtype=torch.long)
lstm, output = nn.LSTM(64, 128, batch_first=True), nn.Linear(128, VOCABULARY)
features, memory = torch.randn(1, 1, 64), (torch.zeros(1, 1, 128), torch.zeros(1, 1, 128))


def step():
    optimizer.zero_grad(set_to_none=True)
    F.cross_entropy(net(text).view(-1, VOCABULARY), targets.view(-1)).backward()
    optimizer.step()


@torch.inference_mode()
def token():
    net.token(number, LENGTH - 1, caches)


@torch.inference_mode()
def lstm_step():
    output(lstm(features, memory)[0])


print("ready", torch.__version__, flush=True)
for line in sys.stdin:
    what, duration = line.split()
    action = {"step": step, "token": token, "lstm": lstm_step}[what]
    action()
    best, end = float("inf"), time.perf_counter() + float(duration)
    while time.perf_counter() < end:
        start = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - start)
    print(best * 1e6, flush=True)
