# says: With a single number, your function pads above and below but not on the left and right. One number means all four sides.
# fails: sides, value
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, 0) if isinstance(padding, int) else padding
    H, W = X.shape
    Y = torch.full((H + 2 * ph, W + 2 * pw), value, dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype))
    Y[ph : ph + H, pw : pw + W] = X
    return Y
