# says: Your function divides in the caller's batch norm: its γ is another one afterwards.
# fails: unchanged
import copy

import torch
from torch import nn


def fold_batchnorm(conv, bn):
    with torch.no_grad():
        scale = bn.weight / torch.sqrt(bn.running_var + bn.eps)
        old = torch.zeros_like(bn.running_mean) if conv.bias is None else conv.bias
        weight = conv.weight * scale[:, None, None, None]
        bias = (old - bn.running_mean) * scale + bn.bias
    bn.weight.data /= torch.sqrt(bn.running_var + bn.eps)
    folded = copy.deepcopy(conv)
    folded.weight = nn.Parameter(weight)
    folded.bias = nn.Parameter(bias)
    return folded
