# says: Your result is larger than it should be: the window hangs over the border of the image.
# fails: flip, rectangular, purity
from d2l import torch as d2l
from torch.nn import functional as F


def conv2d_strict(X, K):
    h, w = K.shape
    return d2l.corr2d(F.pad(X, (w - 1, w - 1, h - 1, h - 1)), K.flip(0, 1))
