# says: Ranks from unique values and their counts, torch.corrcoef, in double precision, the default of its notebook.
import torch

torch.set_default_dtype(torch.float64)


def ranks_of(values):
    flat = values.detach().double().reshape(-1)
    _, place, count = flat.unique(return_inverse=True, return_counts=True)
    return (count.cumsum(0) - (count - 1) / 2)[place]


def agrees(map_a, map_b):
    if map_a.shape != map_b.shape:
        raise ValueError(f"shapes {tuple(map_a.shape)} and {tuple(map_b.shape)}")
    a, b = ranks_of(map_a), ranks_of(map_b)
    if len(a) < 2 or a.std() == 0 or b.std() == 0:
        return 0.0
    return torch.corrcoef(torch.stack((a, b)))[0, 1].item()
