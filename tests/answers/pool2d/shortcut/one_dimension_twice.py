# says: Your function calls PyTorch's one-dimensional pooling twice, once for the rows and once for the columns.
import torch
from torch.nn.functional import avg_pool1d, max_pool1d


def pool2d(X, pool_size, mode="max"):
    if mode not in ("max", "avg"):
        raise ValueError(f"mode {mode}")
    if pool_size[0] > X.shape[0] or pool_size[1] > X.shape[1]:
        raise ValueError(f"window {pool_size}, image {tuple(X.shape)}")
    pool = max_pool1d if mode == "max" else avg_pool1d
    along_rows = pool(X.to(torch.float64)[None], pool_size[1], stride=1)[0]
    return pool(along_rows.t()[None], pool_size[0], stride=1)[0].t()
