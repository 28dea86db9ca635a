# says: Your function uses 1 − 6Σd²/(n³ − n), which holds only without equal values.
# fails: ranks


def ranks_of(values):
    flat = values.detach().double().reshape(-1)
    below = (flat[None, :] < flat[:, None]).sum(dim=1)
    equal = (flat[None, :] == flat[:, None]).sum(dim=1)
    return below + (equal + 1) / 2


def agrees(map_a, map_b):
    if map_a.shape != map_b.shape:
        raise ValueError(f"shapes {tuple(map_a.shape)} and {tuple(map_b.shape)}")
    a, b = ranks_of(map_a), ranks_of(map_b)
    a, b = a - a.mean(), b - b.mean()
    size = ((a * a).sum() * (b * b).sum()).sqrt()
    n = len(a)
    return float(1 - 6 * ((a - b) ** 2).sum() / (n**3 - n)) if size > 0 else 0.0
