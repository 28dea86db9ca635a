# says: Your frame is always zero: the argument `value` is not used.
# fails: value
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    H, W = X.shape
    Y = torch.zeros(H + 2 * ph, W + 2 * pw, dtype=X.dtype)
    Y[ph : ph + H, pw : pw + W] = X
    return Y
