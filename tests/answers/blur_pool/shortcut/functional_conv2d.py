# says: Your function lets PyTorch's convolution do the work.
import torch
from torch.nn import functional as F


def blur_pool(X, stride):
    kernel = torch.tensor([[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]])[None, None] / 16
    N, C, H, W = X.shape
    wide = F.pad(X.reshape(N * C, 1, H, W), (1, 1, 1, 1), mode="replicate")
    Y = F.conv2d(wide, kernel.to(X.dtype), stride=stride)
    return Y.reshape(N, C, *Y.shape[2:])
