# says: Your frame holds `value` in its corners only: rows and columns are padded with zeros first.
# fails: value
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    H, W = X.shape
    Y = torch.full((H + 2 * ph, W + 2 * pw), value, dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype))
    Y[ph : ph + H, :] = 0
    Y[:, pw : pw + W] = 0
    Y[ph : ph + H, pw : pw + W] = X
    return Y
