# says: Your function leaves the last entry as `torch.empty` made it, memory that nothing was written to.
# fails: values, step, inputs
import torch


def numeric_gradient(f, X, upstream, eps=1e-5):
    moved = X.double().reshape(-1).clone()
    upstream = upstream.double()
    gradient = torch.empty_like(moved)
    for k in range(moved.numel()):
        old = moved[k].item()
        moved[k] = old + eps
        above = (f(moved.reshape(X.shape)).double() * upstream).sum()
        moved[k] = old - eps
        below = (f(moved.reshape(X.shape)).double() * upstream).sum()
        moved[k] = old
        if k < moved.numel() - 1 or k == 0 and X.dim():
            gradient[k] = (above - below) / (2 * eps)
    return gradient.reshape(X.shape)
