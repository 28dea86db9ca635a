# says: Your function subtracts `value` from the image in place, pads with zeros and adds it back: the caller's image is left changed.
# fails: unchanged
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    H, W = X.shape
    X = X.float()
    X -= value
    Y = torch.zeros(H + 2 * ph, W + 2 * pw)
    Y[ph : ph + H, pw : pw + W] = X
    return Y + value
