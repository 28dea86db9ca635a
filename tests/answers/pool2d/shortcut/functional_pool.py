# says: Your function calls PyTorch's own pooling.
from torch.nn import functional as F


def pool2d(X, pool_size, mode="max"):
    if mode not in ("max", "avg"):
        raise ValueError(f"mode {mode}")
    if pool_size[0] > X.shape[0] or pool_size[1] > X.shape[1]:
        raise ValueError(f"window {pool_size}, image {tuple(X.shape)}")
    pool = F.max_pool2d if mode == "max" else F.avg_pool2d
    return pool(X[None].double(), pool_size, stride=1)[0]
