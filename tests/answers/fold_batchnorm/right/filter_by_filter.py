# says: Loads a state that is computed filter by filter.
import copy

import torch
from torch import nn


def fold_batchnorm(conv, bn):
    folded = copy.deepcopy(conv)
    folded.bias = nn.Parameter(torch.zeros(conv.out_channels, dtype=conv.weight.dtype))
    state = {name: values.detach().clone() for name, values in folded.state_dict().items()}
    for f in range(conv.out_channels):
        root = float(bn.running_var[f] + bn.eps) ** 0.5
        gamma, beta, mean = (float(values[f]) for values in (bn.weight, bn.bias, bn.running_mean))
        state["weight"][f] *= gamma / root
        state["bias"][f] = (float(conv.bias[f] if conv.bias is not None else 0) - mean) * gamma / root + beta
    folded.load_state_dict(state)
    return folded
