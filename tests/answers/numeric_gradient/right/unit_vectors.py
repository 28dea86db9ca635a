# says: Adds and subtracts eps times each unit vector, without writing into any tensor.
import torch


def numeric_gradient(f, X, upstream, eps=1e-5):
    x, y = X.to(torch.float64), upstream.to(torch.float64)
    units = torch.eye(X.numel(), dtype=torch.float64).reshape(-1, *X.shape)
    slopes = [((f(x + eps * unit) - f(x - eps * unit)) * y).sum() / (2 * eps) for unit in units]
    return torch.stack(slopes).reshape(X.shape)
