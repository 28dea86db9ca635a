# says: Changes each row and each column of the picture and looks whether the middle changes; no gradient.
import copy

import torch


def measured_field(model, size):
    twin = copy.deepcopy(model).double()
    for parameter in twin.parameters():
        parameter.data = torch.ones_like(parameter)
    with torch.no_grad():
        Y = twin(torch.ones(1, *size, dtype=torch.float64))
        i, j = Y.shape[2] // 2, Y.shape[3] // 2
        seen = [[], []]
        for axis in (0, 1):
            for place in range(size[1 + axis]):
                X = torch.ones(1, *size, dtype=torch.float64)
                X.select(2 + axis, place).fill_(3)
                if not torch.equal(twin(X)[0, :, i, j], Y[0, :, i, j]):
                    seen[axis].append(place)
    return seen[0][0], seen[1][0], seen[0][-1], seen[1][-1]
