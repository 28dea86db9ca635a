# says: Your function begins with an error of 0 and no index, and finds no worst entry where all errors are 0.
# fails: floor
from itertools import product

import torch


def grad_check(f, X, grad, tol=1e-6):
    if tuple(grad.shape) != tuple(X.shape):
        raise ValueError(f"{tuple(grad.shape)} is not the shape of X, {tuple(X.shape)}")
    x = X.double()
    measured = numeric_gradient(f, x, torch.ones_like(f(x)))  # noqa: F821
    worst, error = None, 0.0
    for index in product(*map(range, X.shape)):
        g, n = float(grad[index]), float(measured[index])
        off = abs(g - n) / max(abs(g), abs(n), 1e-3)
        if not (abs(g) < float("inf") and abs(n) < float("inf")):
            off = float("inf")
        if off > error:
            worst, error = index, off
    return error <= tol, worst, error
