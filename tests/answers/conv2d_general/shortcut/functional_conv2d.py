# says: Your function calls PyTorch's own convolution.
from torch.nn import functional as F


def conv2d_general(X, W, b=None, stride=1, padding=0, dilation=1, groups=1):
    return F.conv2d(X, W, b, stride, padding, dilation, groups)
