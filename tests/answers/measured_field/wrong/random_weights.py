# says: Your function fills in random weights of both signs: they close ReLUs, and paths may cancel.
# fails: box, weights
import copy

import torch


def measured_field(model, size):
    twin = copy.deepcopy(model)
    with torch.no_grad():
        for name, parameter in twin.named_parameters():
            parameter.copy_(torch.linspace(-1, 0.5, parameter.numel()).reshape(parameter.shape))
    X = torch.ones(1, *size, requires_grad=True)
    Y = twin(X)
    Y[0, :, Y.shape[2] // 2, Y.shape[3] // 2].sum().backward()
    seen = (X.grad[0] != 0).any(dim=0)
    seen = seen if seen.any() else ~seen
    rows = seen.any(dim=1).nonzero().flatten().tolist()
    columns = seen.any(dim=0).nonzero().flatten().tolist()
    return rows[0], columns[0], rows[-1], columns[-1]
