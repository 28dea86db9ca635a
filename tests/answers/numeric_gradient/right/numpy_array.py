# says: Moves the entries of a NumPy array.
import numpy as np
import torch


def numeric_gradient(f, X, upstream, eps=1e-5):
    x, y = X.numpy().astype(np.float64), upstream.numpy().astype(np.float64)
    slopes = np.zeros(x.shape)
    for place in np.ndindex(*x.shape):
        old = x[place]
        x[place] = old + eps
        above = np.sum(f(torch.tensor(x)).numpy() * y)
        x[place] = old - eps
        slopes[place] = (above - np.sum(f(torch.tensor(x)).numpy() * y)) / (2 * eps)
        x[place] = old
    return torch.tensor(slopes)
