# says: A copy with ones, backward, and the first and last row and column with a gradient.
import copy

import torch


def measured_field(model, size):
    twin = copy.deepcopy(model)
    with torch.no_grad():
        for name, parameter in twin.named_parameters():
            parameter.fill_(0 if name.endswith("bias") else 1)
    X = torch.ones(1, *size, requires_grad=True)
    Y = twin(X)
    Y[0, :, Y.shape[2] // 2, Y.shape[3] // 2].sum().backward()
    seen = (X.grad[0] != 0).any(dim=0)
    rows = seen.any(dim=1).nonzero().flatten().tolist()
    columns = seen.any(dim=0).nonzero().flatten().tolist()
    return rows[0], columns[0], rows[-1], columns[-1]
