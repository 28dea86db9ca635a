# says: Your function leaves γ (bn.weight) out of the factor.
# fails: output
import copy

import torch
from torch import nn


def fold_batchnorm(conv, bn):
    with torch.no_grad():
        scale = 1 / torch.sqrt(bn.running_var + bn.eps)
        old = torch.zeros_like(bn.running_mean) if conv.bias is None else conv.bias
        weight = conv.weight * scale[:, None, None, None]
        bias = (old - bn.running_mean) * scale + bn.bias
    folded = copy.deepcopy(conv)
    folded.weight = nn.Parameter(weight)
    folded.bias = nn.Parameter(bias)
    return folded
