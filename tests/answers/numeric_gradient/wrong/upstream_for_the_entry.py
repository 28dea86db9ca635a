# says: Your function multiplies the slope of the summed outputs with the upstream at the place of the entry: that is right only where each output depends on one entry.
# fails: values, step
import torch


def numeric_gradient(f, X, upstream, eps=1e-5):
    moved = X.double().reshape(-1).clone()
    upstream = upstream.double()
    gradient = torch.zeros_like(moved)
    for k in range(moved.numel()):
        old = moved[k].item()
        moved[k] = old + eps
        above = f(moved.reshape(X.shape)).double().sum()
        moved[k] = old - eps
        below = f(moved.reshape(X.shape)).double().sum()
        moved[k] = old
        weight = upstream.reshape(-1)[k % upstream.numel()]
        gradient[k] = (above - below) / (2 * eps) * weight
    return gradient.reshape(X.shape)
