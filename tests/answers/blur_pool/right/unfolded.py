# says: Windows by unfold, and one einsum with the kernel.
import torch


def blur_pool(X, stride):
    from torch.nn import functional as F

    row = torch.tensor([1, 2, 1], dtype=X.dtype) / 4
    wide = F.pad(X, (1, 1, 1, 1), mode="replicate")
    windows = wide.unfold(2, 3, stride).unfold(3, 3, stride)
    return torch.einsum("ncijab,a,b->ncij", windows, row, row)
