# says: Your function moves the entries of X itself, and leaves the last one moved.
# fails: inputs
import torch


def numeric_gradient(f, X, upstream, eps=1e-5):
    moved = X.double().reshape(-1)
    moved = moved if X.is_contiguous() else moved.clone()
    upstream = upstream.double()
    gradient = torch.zeros_like(moved)
    for k in range(moved.numel()):
        old = moved[k].item()
        moved[k] = old + eps
        above = (f(moved.reshape(X.shape)).double() * upstream).sum()
        moved[k] = old - eps
        below = (f(moved.reshape(X.shape)).double() * upstream).sum()
        moved[k] = old
        gradient[k] = (above - below) / (2 * eps)
    if X.dtype == torch.float64 or X.dtype == torch.float32:
        X += eps
    return gradient.reshape(X.shape)
