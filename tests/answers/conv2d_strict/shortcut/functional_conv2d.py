# says: Your function calls PyTorch's own convolution.
from torch.nn import functional as F


def conv2d_strict(X, K):
    return F.conv2d(X[None, None], K.flip(0, 1)[None, None])[0, 0]
