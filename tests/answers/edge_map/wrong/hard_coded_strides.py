# says: Your as_strided takes it that a row of the image lies in memory as one piece; in a transposed image it does not.
# fails: straight, diagonal
import torch


def edge_map(X, direction):
    if direction not in ("vertical", "horizontal", "diagonal"):
        raise ValueError(f"there is no direction {direction!r}")
    H, W = X.shape
    down, right = {"vertical": (0, 1), "horizontal": (1, 0), "diagonal": (1, 1)}[direction]
    shape = (H - down, W - right)
    first = torch.as_strided(X, shape, (W, 1))
    return first - torch.as_strided(X, shape, (W, 1), X.storage_offset() + down * W + right)
