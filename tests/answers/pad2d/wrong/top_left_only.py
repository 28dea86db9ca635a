# says: Your function pads above and on the left only. The same number of rows and columns has to follow below and on the right.
# fails: sides, axes, value, unchanged
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    H, W = X.shape
    Y = torch.full((H + ph, W + pw), value, dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype))
    Y[ph:, pw:] = X
    return Y
