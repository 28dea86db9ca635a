# says: Your function calls PyTorch's own transposed convolution.
from torch.nn import functional as F


def trans_conv(X, K):
    return F.conv_transpose2d(X[None, None], K[None, None])[0, 0]
