# says: Your function multiplies along the channels that come in where there are as many of them as filters. Each *filter* has its own factor.
# fails: output
import copy

import torch
from torch import nn


def fold_batchnorm(conv, bn):
    with torch.no_grad():
        scale = bn.weight / torch.sqrt(bn.running_var + bn.eps)
        old = torch.zeros_like(bn.running_mean) if conv.bias is None else conv.bias
        weight = conv.weight * (
            scale[None, :, None, None] if conv.weight.shape[0] == conv.weight.shape[1] else scale[:, None, None, None]
        )
        bias = (old - bn.running_mean) * scale + bn.bias
    folded = copy.deepcopy(conv)
    folded.weight = nn.Parameter(weight)
    folded.bias = nn.Parameter(bias)
    return folded
