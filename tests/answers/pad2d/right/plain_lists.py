# says: Builds every row as a plain list of numbers.
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = padding if isinstance(padding, tuple) else (padding, padding)
    value = float(value)
    rows = [[value] * pw + [float(x) for x in row] + [value] * pw for row in X.tolist()]
    blank = [value] * (X.shape[1] + 2 * pw)
    return torch.tensor([blank] * ph + rows + [blank] * ph)
