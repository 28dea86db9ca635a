# says: Your function shares a single number out between the two sides. The padding is meant for each side: 1 above and 1 below.
# fails: sides, value
import torch


def pad2d(X, padding, value=0.0):
    H, W = X.shape
    if isinstance(padding, int):
        ph = pw = padding // 2
    else:
        ph, pw = padding
    Y = torch.full((H + 2 * ph, W + 2 * pw), value, dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype))
    Y[ph : ph + H, pw : pw + W] = X
    return Y
