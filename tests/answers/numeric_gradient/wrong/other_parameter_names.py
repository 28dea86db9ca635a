# says: Your parameters have other names: a call by name, `numeric_gradient(f=…, X=…, upstream=…)`, does not find them.
# fails: inputs
import torch


def numeric_gradient(function, x, dY, eps=1e-5):
    f, X, upstream = function, x, dY
    moved = X.double().reshape(-1).clone()
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
    return gradient.reshape(X.shape)
