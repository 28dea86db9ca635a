# says: Your function builds the layers, runs them and looks at the gradient.
import torch
from torch.nn import functional as F


def receptive_field(layers):
    row = torch.zeros(1, 1, 999, requires_grad=True)
    y = row * 1
    outside = 0
    jump = 1
    for _, k, s, p, d in layers or [("conv", 1, 1, 0, 1)]:
        y = F.conv1d(y, torch.ones(1, 1, k), stride=s, dilation=d)
        outside, jump = outside + p * jump, jump * s
    y[0, 0, 0].backward()
    seen = row.grad[0, 0].nonzero()
    first, last = int(seen.min()), int(seen.max())
    return last - first + 1, jump, (first + last) / 2 - outside
