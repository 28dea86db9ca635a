# says: Your function begins with torch.empty and writes the image and the rows above and below it. Left and right nothing is written: what stands there is chance.
# fails: sides, axes, value, unchanged
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    H, W = X.shape
    Y = torch.empty((H + 2 * ph, W + 2 * pw), dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype))
    Y[:ph], Y[ph + H :] = value, value
    Y[ph : ph + H, pw : pw + W] = X
    return Y
