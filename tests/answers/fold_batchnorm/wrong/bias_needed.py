# says: Your function needs a convolution with a bias. Before a batch norm it often has none.
# fails: output, unchanged
import copy

import torch
from torch import nn


def fold_batchnorm(conv, bn):
    with torch.no_grad():
        scale = bn.weight / torch.sqrt(bn.running_var + bn.eps)
        old = conv.bias + 0
        weight = conv.weight * scale[:, None, None, None]
        bias = (old - bn.running_mean) * scale + bn.bias
    folded = copy.deepcopy(conv)
    folded.weight = nn.Parameter(weight)
    folded.bias = nn.Parameter(bias)
    return folded
