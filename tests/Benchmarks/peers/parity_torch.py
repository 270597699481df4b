"""Peer: multitask sparse parity in PyTorch: 37-1000-1 ReLU, SGD, a fresh batch of 20,000 samples each step.

usage: parity_torch.py STEPS THREADS REPETITIONS      prints the seconds of STEPS steps, one line a repetition
"""
import sys
import time

import torch

steps, threads, repetitions = map(int, sys.argv[1:])
torch.set_num_threads(threads)
torch.manual_seed(0)
skills, bits, batch = 5, 32, 20000
frequency = torch.arange(1, skills + 1, dtype=torch.float64) ** -1.6
subsets = torch.randperm(bits)[: 3 * skills].reshape(skills, 3)

for _ in range(repetitions):
    model = torch.nn.Sequential(torch.nn.Linear(skills + bits, 1000), torch.nn.ReLU(), torch.nn.Linear(1000, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    start = time.perf_counter()
    for _ in range(steps):
        skill = torch.multinomial(frequency, batch, replacement=True)
        values = torch.randint(0, 2, (batch, bits))
        parity = values.gather(1, subsets[skill]).sum(1) % 2
        x = torch.cat([torch.nn.functional.one_hot(skill, skills), values], 1).float()
        y = 5.0 * (1 - 2 * parity).float()[:, None]
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()
    print(time.perf_counter() - start)
