# says: Your function pads all four sides by the larger number of the pair. Rows and columns each have their own.
# fails: axes
import torch


def pad2d(X, padding, value=0.0):
    p = padding if isinstance(padding, int) else max(padding)
    H, W = X.shape
    Y = torch.full((H + 2 * p, W + 2 * p), value, dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype))
    Y[p : p + H, p : p + W] = X
    return Y
