# says: Your function moves all entries at once: each should be moved alone.
# fails: values, step, inputs
import torch


def numeric_gradient(f, X, upstream, eps=1e-5):
    moved = X.double().reshape(-1).clone()
    upstream = upstream.double()
    gradient = torch.zeros_like(moved)
    for k in range(moved.numel()):
        start = moved.clone()
        moved += eps
        above = (f(moved.reshape(X.shape)).double() * upstream).sum()
        moved -= 2 * eps
        below = (f(moved.reshape(X.shape)).double() * upstream).sum()
        moved[:] = start
        gradient[k] = (above - below) / (2 * eps)
    return gradient.reshape(X.shape)
