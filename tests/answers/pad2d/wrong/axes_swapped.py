# says: Your function takes the first number of the pair for the columns and the second for the rows. It is the other way round.
# fails: axes
import torch


def pad2d(X, padding, value=0.0):
    pw, ph = (padding, padding) if isinstance(padding, int) else padding
    H, W = X.shape
    Y = torch.full((H + 2 * ph, W + 2 * pw), value, dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype))
    Y[ph : ph + H, pw : pw + W] = X
    return Y
