# says: Your function gets its columns from PyTorch's own convolution of unit images.
import torch
from torch.nn import functional as F


def conv_matrix(K, input_shape):
    H, W = input_shape
    if K.shape[0] > H or K.shape[1] > W:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(input_shape)}")
    units = torch.eye(H * W).reshape(H * W, 1, H, W)
    return F.conv2d(units, K[None, None]).flatten(1).t()
