# says: Works in float64, or in int64 where image and value are whole numbers.
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    H, W = X.shape
    Y = torch.full(
        (H + 2 * ph, W + 2 * pw),
        value,
        dtype=torch.float64 if X.is_floating_point() or isinstance(value, float) else torch.int64,
    )
    Y[ph : ph + H, pw : pw + W] = X
    return Y
