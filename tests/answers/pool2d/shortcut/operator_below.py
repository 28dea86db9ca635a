# says: Your function calls the operators that lie below PyTorch's own pooling.
import torch

LARGEST = torch.ops.aten.max_pool2d_with_indices
MEAN = torch.ops.aten.avg_pool2d


def pool2d(X, pool_size, mode="max"):
    h, w = pool_size
    if mode not in ("max", "avg"):
        raise ValueError(f"mode {mode}")
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError(f"window {(h, w)}, image {tuple(X.shape)}")
    if mode == "max":
        return LARGEST(X[None].double(), [h, w], [1, 1])[0][0]
    return MEAN(X[None].double(), [h, w], [1, 1])[0]
