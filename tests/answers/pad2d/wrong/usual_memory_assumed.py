# says: Your function reads the image's memory as if its rows followed each other. A transposed image or a slice lies there otherwise.
# fails: axes
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    H, W = X.shape
    Y = torch.full((H + 2 * ph, W + 2 * pw), value, dtype=torch.promote_types(X.dtype, torch.tensor(value).dtype))
    Y[ph : ph + H, pw : pw + W] = X.as_strided((H, W), (W, 1))
    return Y
