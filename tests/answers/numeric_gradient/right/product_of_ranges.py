# says: Visits all indices with itertools and writes into a copy.
from itertools import product

import torch


def numeric_gradient(f, X, upstream, eps=1e-5):
    moved, gradient = X.to(torch.float64, copy=True), torch.zeros(X.shape, dtype=torch.float64)
    for index in product(*map(range, X.shape)):
        losses = []
        for step in (eps, -eps):
            moved[index] += step
            losses.append((f(moved) * upstream).sum().item())
            moved[index] = X[index].double()
        gradient[index] = (losses[0] - losses[1]) / 2 / eps
    return gradient
