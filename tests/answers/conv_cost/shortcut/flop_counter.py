# says: Your function lets PyTorch run the convolution and count.
import torch
from torch.nn import functional as F


def conv_cost(in_channels, out_channels, kernel_size, size, stride=1, padding=0, dilation=1, groups=1, bias=True):
    weight = torch.zeros(out_channels, in_channels // groups, *kernel_size)
    Y = F.conv2d(torch.zeros(1, in_channels, *size), weight, None, stride, padding, dilation, groups)
    return weight.numel() + out_channels * bias, Y.numel() * weight[0].numel()
