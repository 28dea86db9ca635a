# says: Multiplies with matrices of differences, in a notebook whose numbers are double by default.
import torch

torch.set_default_dtype(torch.float64)


def differences(n):
    return torch.eye(n)[:-1] - torch.eye(n)[1:]


def edge_map(X, direction):
    H, W = X.shape
    if direction == "vertical":
        return X @ differences(W).T
    if direction == "horizontal":
        return differences(H) @ X
    if direction == "diagonal":
        return torch.eye(H)[:-1] @ X @ torch.eye(W)[:, :-1] - torch.eye(H)[1:] @ X @ torch.eye(W)[:, 1:]
    raise ValueError(f"no direction {direction}")
