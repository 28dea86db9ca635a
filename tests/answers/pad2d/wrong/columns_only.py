# says: Your function pads left and right only: F.pad with two numbers pads the last dimension and leaves the rows as they are.
# fails: sides, axes, value, unchanged
import torch
from torch.nn import functional as F


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    return F.pad(X.to(torch.promote_types(X.dtype, torch.tensor(value).dtype)), (pw, pw), value=value).clone()
