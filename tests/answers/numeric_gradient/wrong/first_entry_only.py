# says: Your function moves the first entry only and gives all entries its slope.
# fails: values, step, inputs
import torch


def numeric_gradient(f, X, upstream, eps=1e-5):
    moved = X.double().reshape(-1).clone()
    upstream = upstream.double()
    gradient = torch.zeros_like(moved)
    for k in range(moved.numel()):
        entry, k = k, 0
        old = moved[k].item()
        moved[k] = old + eps
        above = (f(moved.reshape(X.shape)).double() * upstream).sum()
        moved[k] = old - eps
        below = (f(moved.reshape(X.shape)).double() * upstream).sum()
        moved[k] = old
        gradient[entry] = (above - below) / (2 * eps)
    return gradient.reshape(X.shape)
