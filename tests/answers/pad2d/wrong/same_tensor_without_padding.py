# says: When there is nothing to add, your function returns the image itself. Whoever changes the result then changes the image.
# fails: unchanged
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    if ph == 0 and pw == 0:
        return X
    H, W = X.shape
    Y = torch.full((H + 2 * ph, W + 2 * pw), value, dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype))
    Y[ph : ph + H, pw : pw + W] = X
    return Y
