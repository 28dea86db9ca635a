# says: Your differences start from X minus eps and end at X itself: they should reach as far on the other side.
# fails: step
import torch


def numeric_gradient(f, X, upstream, eps=1e-5):
    moved = X.double().reshape(-1).clone()
    upstream = upstream.double()
    gradient = torch.zeros_like(moved)
    for k in range(moved.numel()):
        old = moved[k].item()
        moved[k] = old
        above = (f(moved.reshape(X.shape)).double() * upstream).sum()
        moved[k] = old - eps
        below = (f(moved.reshape(X.shape)).double() * upstream).sum()
        moved[k] = old
        gradient[k] = (above - below) / eps
    return gradient.reshape(X.shape)
