# says: Your function squeezes the image first, so an image of one row or one column loses a dimension.
# fails: sides, axes, value
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    X = X.squeeze()
    H, W = X.shape
    Y = torch.full((H + 2 * ph, W + 2 * pw), value, dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype))
    Y[ph : ph + H, pw : pw + W] = X
    return Y
