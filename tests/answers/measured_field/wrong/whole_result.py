# says: Your function takes the sum of the whole result: that sees the whole picture.
# fails: box, weights
import copy

import torch


def measured_field(model, size):
    twin = copy.deepcopy(model)
    with torch.no_grad():
        for name, parameter in twin.named_parameters():
            parameter.fill_(0 if name.endswith("bias") else 1)
    X = torch.ones(1, *size, requires_grad=True)
    Y = twin(X)
    Y.sum().backward()
    seen = (X.grad[0] != 0).any(dim=0)
    rows = seen.any(dim=1).nonzero().flatten().tolist()
    columns = seen.any(dim=0).nonzero().flatten().tolist()
    return rows[0], columns[0], rows[-1], columns[-1]
