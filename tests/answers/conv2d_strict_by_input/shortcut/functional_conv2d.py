# says: Your function calls PyTorch's own convolution on the turned image.
from torch.nn import functional as F


def conv2d_strict_by_input(X, K):
    return F.conv2d(X.flip(0, 1)[None, None], K[None, None])[0, 0].flip(0, 1)
