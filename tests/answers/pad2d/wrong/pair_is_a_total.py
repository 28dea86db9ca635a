# says: Your function adds the padding once to each size, so that half of it lands on each side. The padding is meant for each side.
# fails: sides, axes, value, unchanged
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    H, W = X.shape
    Y = torch.full((H + ph, W + pw), value, dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype))
    Y[ph // 2 : ph // 2 + H, pw // 2 : pw // 2 + W] = X
    return Y
