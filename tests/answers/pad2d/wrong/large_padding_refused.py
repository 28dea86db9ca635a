# says: Your function refuses a padding that is larger than the image. A frame may be as wide as you like.
# fails: sides, axes
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    if ph > X.shape[0] or pw > X.shape[1]:
        raise ValueError(f"padding {(ph, pw)} is larger than the image {tuple(X.shape)}")
    H, W = X.shape
    Y = torch.full((H + 2 * ph, W + 2 * pw), value, dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype))
    Y[ph : ph + H, pw : pw + W] = X
    return Y
