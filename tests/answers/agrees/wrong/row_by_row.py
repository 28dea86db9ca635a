# says: Your function correlates row by row and takes the mean.
# fails: ranks


def ranks_of(values):
    flat = values.detach().double().reshape(-1)
    below = (flat[None, :] < flat[:, None]).sum(dim=1)
    equal = (flat[None, :] == flat[:, None]).sum(dim=1)
    return below + (equal + 1) / 2


def agrees(map_a, map_b):
    if map_a.shape != map_b.shape:
        raise ValueError(f"shapes {tuple(map_a.shape)} and {tuple(map_b.shape)}")
    if map_a.dim() > 1 and len(map_a) > 1:
        return sum(agrees(p, q) for p, q in zip(map_a, map_b, strict=True)) / len(map_a)
    a, b = ranks_of(map_a), ranks_of(map_b)
    a, b = a - a.mean(), b - b.mean()
    size = ((a * a).sum() * (b * b).sum()).sqrt()
    return float((a * b).sum() / size) if size > 0 else 0.0
