# says: Your four numbers for F.pad are in the wrong order: it wants left, right, top, bottom, so the columns come first and each twice.
# fails: axes
import torch
from torch.nn import functional as F


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    return F.pad(X.to(torch.promote_types(X.dtype, torch.tensor(value).dtype)), (ph, pw, ph, pw), value=value).clone()
