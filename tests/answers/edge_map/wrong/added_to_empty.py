# says: Your function subtracts from memory that nothing was written to (`torch.empty`): what lies there joins each value.
# fails: straight, diagonal, errors
import torch


def edge_map(X, direction):
    if direction not in ("vertical", "horizontal", "diagonal"):
        raise ValueError(f"there is no direction {direction!r}")
    H, W = X.shape
    down, right = {"vertical": (0, 1), "horizontal": (1, 0), "diagonal": (1, 1)}[direction]
    Y = torch.empty(H - down, W - right)
    Y += X[: H - down, : W - right]
    Y -= X[down:, right:]
    return Y
