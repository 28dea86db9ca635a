# says: Your function lets `torch.func` take the Jacobian of PyTorch's own convolution.
import torch
from torch.nn import functional as F


def conv_matrix(K, input_shape):
    H, W = input_shape
    if K.shape[0] > H or K.shape[1] > W:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(input_shape)}")
    layer = torch.func.jacrev(lambda x: F.conv2d(x.reshape(1, 1, H, W), K[None, None]).flatten())
    return layer(torch.zeros(H * W))
