# says: Your function takes the usual eps of 1e-5, whatever that of the batch norm is.
# fails: output
# group: Your function does not use the eps of the batch norm, `bn.eps`.
import copy

import torch
from torch import nn


def fold_batchnorm(conv, bn):
    with torch.no_grad():
        scale = bn.weight / torch.sqrt(bn.running_var + 1e-5)
        old = torch.zeros_like(bn.running_mean) if conv.bias is None else conv.bias
        weight = conv.weight * scale[:, None, None, None]
        bias = (old - bn.running_mean) * scale + bn.bias
    folded = copy.deepcopy(conv)
    folded.weight = nn.Parameter(weight)
    folded.bias = nn.Parameter(bias)
    return folded
