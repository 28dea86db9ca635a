# says: Your function leaves the number type of whole-number images to `torch.result_type`, which stays with bytes: −1 becomes 255, and 300 does not fit.
# fails: value
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    H, W = X.shape
    Y = torch.full((H + 2 * ph, W + 2 * pw), value, dtype=torch.result_type(X, value))
    Y[ph : ph + H, pw : pw + W] = X
    return Y
