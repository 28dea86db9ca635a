# says: Your function moves by 1e-3 where no eps is given: that is too far for a function that bends.
# fails: step
import torch


def numeric_gradient(f, X, upstream, eps=1e-3):
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
