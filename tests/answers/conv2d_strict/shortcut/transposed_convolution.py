# says: Your function calls PyTorch's transposed convolution and cuts off the border.
from torch.nn import functional as F


def conv2d_strict(X, K):
    padding = (K.shape[0] - 1, K.shape[1] - 1)
    return F.conv_transpose2d(X[None, None], K[None, None], padding=padding)[0, 0]
