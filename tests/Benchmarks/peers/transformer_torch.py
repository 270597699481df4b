"""Peer: a one-layer transformer on modular addition in PyTorch: AdamW on the full batch of 0.7 p^2 pairs, one seed after another.

usage: transformer_torch.py P WIDTH SEEDS STEPS THREADS REPETITIONS      prints the seconds of STEPS steps of all seeds, one line a repetition
"""
import math
import sys
import time

import torch

p, width, seeds, steps, threads, repetitions = map(int, sys.argv[1:])
torch.set_num_threads(threads)
heads = 4


class Transformer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = torch.nn.Embedding(p + 1, width)
        self.positions = torch.nn.Parameter(torch.randn(3, width))
        self.query, self.key, self.value, self.output = (torch.nn.Linear(width, width, bias=False) for _ in range(4))
        self.mlp = torch.nn.Sequential(torch.nn.Linear(width, 4 * width), torch.nn.ReLU(), torch.nn.Linear(4 * width, width))
        self.readout = torch.nn.Linear(width, p, bias=False)

    def forward(self, inputs):
        stream = self.tokens(inputs) + self.positions
        # As ours does: the last block computes queries and the mlp of the last token alone.
        last = stream[:, -1:]
        query, key, value = (self.heads(f(x)) for f, x in ((self.query, last), (self.key, stream), (self.value, stream)))
        weights = (query @ key.transpose(-2, -1) / math.sqrt(width // heads)).softmax(-1)
        last = last + self.output((weights @ value).transpose(1, 2).reshape(last.shape))
        last = last + self.mlp(last)
        return self.readout(last[:, 0])

    def heads(self, x):
        return x.view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2)


for _ in range(repetitions):
    total = 0.0
    for seed in range(seeds):
        torch.manual_seed(seed)
        pairs = torch.cartesian_prod(torch.arange(p), torch.arange(p))[torch.randperm(p * p)[: round(0.7 * p * p)]]
        x = torch.cat([pairs, torch.full((len(pairs), 1), p)], 1)
        y = torch.nn.functional.one_hot(pairs.sum(1) % p, p).float()
        model = Transformer()
        optimizer = torch.optim.AdamW(model.parameters(), lr=0.003, weight_decay=1.0, betas=(0.9, 0.98))
        start = time.perf_counter()
        for _ in range(steps):
            optimizer.zero_grad()
            (0.5 * (model(x) - y).pow(2).sum(1).mean()).backward()
            optimizer.step()
        total += time.perf_counter() - start
    print(total)
