# says: Pads, gives each image to the function of part 2, takes every stride-th value and adds the bias.
import torch
from torch.nn import functional as F


def conv2d_batch(X, W, b=None, stride=1, padding=0):
    if b is not None and b.shape != (len(W),):
        raise ValueError(f"b {tuple(b.shape)} does not go with W {tuple(W.shape)}")
    maps = [corr2d_multi_in_out(F.pad(x, (padding,) * 4), W.double()) for x in X.double()]  # noqa: F821
    Y = torch.stack(maps)[:, :, ::stride, ::stride]
    return Y if b is None else Y + b.unsqueeze(-1).unsqueeze(-1)
