"""Peer: the published MNIST grokking script's work in PyTorch: tanh mlp, Adam with L2, MSE, batches of 128, train and test accuracy
measured at every epoch over 1,000 and 10,000 images. Random images: the cost does not depend on what they show.

usage: mnist_torch.py EPOCHS THREADS REPETITIONS      prints the seconds of EPOCHS epochs, one line a repetition
"""
import sys
import time

import torch

epochs, threads, repetitions = map(int, sys.argv[1:])
torch.set_num_threads(threads)
torch.manual_seed(0)
train_x, test_x = torch.rand(1000, 784), torch.rand(10000, 784)
train_labels, test_labels = torch.randint(0, 10, (1000,)), torch.randint(0, 10, (10000,))
train_y = 3 * torch.nn.functional.one_hot(train_labels, 10).float()

for _ in range(repetitions):
    model = torch.nn.Sequential(
        torch.nn.Linear(784, 512), torch.nn.Tanh(), torch.nn.Linear(512, 512), torch.nn.Tanh(),
        torch.nn.Linear(512, 512), torch.nn.Tanh(), torch.nn.Linear(512, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-4)
    start = time.perf_counter()
    for _ in range(epochs):
        order = torch.randperm(1000)
        for batch in order.split(128):
            optimizer.zero_grad()
            torch.nn.functional.mse_loss(model(train_x[batch]), train_y[batch]).backward()
            optimizer.step()
        with torch.no_grad():
            (model(train_x).argmax(1) == train_labels).float().mean().item()
            (model(test_x).argmax(1) == test_labels).float().mean().item()
    print(time.perf_counter() - start)
