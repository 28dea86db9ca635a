# says: Your function makes a new layer without the stride of the old one.
# fails: output
import torch
from torch import nn


def fold_batchnorm(conv, bn):
    with torch.no_grad():
        scale = bn.weight / torch.sqrt(bn.running_var + bn.eps)
        old = torch.zeros_like(bn.running_mean) if conv.bias is None else conv.bias
        weight = conv.weight * scale[:, None, None, None]
        bias = (old - bn.running_mean) * scale + bn.bias
    folded = nn.Conv2d(
        conv.in_channels,
        conv.out_channels,
        conv.kernel_size,
        padding=conv.padding,
        dilation=conv.dilation,
        groups=conv.groups,
        dtype=conv.weight.dtype,
    )
    folded.weight = nn.Parameter(weight)
    folded.bias = nn.Parameter(bias)
    return folded
