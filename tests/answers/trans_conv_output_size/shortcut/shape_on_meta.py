# says: Your function runs PyTorch's own transposed convolution on tensors without values and looks at its shape.
import torch
from torch.nn import functional as F


def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    row, kernel = torch.empty(1, 1, n, device="meta"), torch.empty(1, 1, k, device="meta")
    return F.conv_transpose1d(row, kernel, stride=stride, padding=padding, output_padding=output_padding).size(-1)
