# says: Your function pads, flips and calls PyTorch's own convolution.
from torch.nn import functional as F


def trans_conv(X, K):
    h, w = K.shape
    return F.conv2d(X.double()[None, None], K.double().flip(0, 1)[None, None], padding=(h - 1, w - 1))[0, 0]
