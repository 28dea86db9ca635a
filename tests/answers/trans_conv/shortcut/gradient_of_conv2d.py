# says: Your function lets PyTorch's own convolution go backwards.
import torch
from torch.nn import functional as F


def trans_conv(X, K):
    large = torch.zeros(1, 1, X.shape[0] + K.shape[0] - 1, X.shape[1] + K.shape[1] - 1, requires_grad=True)
    F.conv2d(large, K.float()[None, None]).backward(X.float()[None, None])
    return large.grad[0, 0]
