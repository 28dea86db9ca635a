# says: Fills a large tensor with the value and lays the image into it.
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    H, W = X.shape
    Y = torch.full((H + 2 * ph, W + 2 * pw), float(value))
    Y[ph : ph + H, pw : pw + W] = X
    return Y
