# says: Your function moves an entry up by eps and then down by eps alone, as it does if the old value is a view, which `moved[index]` is: take its number, `moved[index].item()`.
# fails: values, step, inputs
import torch


def numeric_gradient(f, X, upstream, eps=1e-5):
    moved = X.double().reshape(-1).clone()
    upstream = upstream.double()
    gradient = torch.zeros_like(moved)
    for k in range(moved.numel()):
        old = moved[k].item()
        moved[k] = old + eps
        above = (f(moved.reshape(X.shape)).double() * upstream).sum()
        moved[k] = old
        below = (f(moved.reshape(X.shape)).double() * upstream).sum()
        moved[k] = old
        gradient[k] = (above - below) / (2 * eps)
    return gradient.reshape(X.shape)
