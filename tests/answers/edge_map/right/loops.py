# says: Two loops over the result, with the neighbour's offset looked up by name.
import torch


def edge_map(X, direction):
    steps = {"vertical": (0, 1), "horizontal": (1, 0), "diagonal": (1, 1)}
    if direction not in steps:
        raise ValueError(f"{direction} is not one of {', '.join(steps)}")
    down, right = steps[direction]
    Y = torch.empty(X.shape[0] - down, X.shape[1] - right)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = X[i, j] - X[i + down, j + right]
    return Y
