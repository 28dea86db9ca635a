# says: For a padding of one number your function calls itself with a pair and forgets to pass `value` on.
# fails: value
import torch


def pad2d(X, padding, value=0.0):
    if isinstance(padding, int):
        return pad2d(X, (padding, padding))
    ph, pw = padding
    H, W = X.shape
    Y = torch.full((H + 2 * ph, W + 2 * pw), value, dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype))
    Y[ph : ph + H, pw : pw + W] = X
    return Y
