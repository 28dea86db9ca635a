# says: Your function gives every zero the value of the frame, also the zeros that were pixels of the image.
# fails: value
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    H, W = X.shape
    Y = torch.zeros(H + 2 * ph, W + 2 * pw)
    Y[ph : ph + H, pw : pw + W] = X
    Y[Y == 0] = value
    return Y
