# says: Your function runs PyTorch's own transposed convolution and looks at its shape.
import torch
from torch import nn


def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    layer = nn.ConvTranspose1d(1, 1, k, stride=stride, padding=padding, output_padding=output_padding)
    return layer(torch.zeros(1, 1, n)).shape[-1]
