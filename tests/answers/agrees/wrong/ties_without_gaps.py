# says: Your function numbers the different values 1, 2, 3, …: after equal values no rank is left out.
# fails: ranks


def ranks_of(values):
    flat = values.detach().double().reshape(-1)
    return flat.unique(return_inverse=True)[1] + 1.0


def agrees(map_a, map_b):
    if map_a.shape != map_b.shape:
        raise ValueError(f"shapes {tuple(map_a.shape)} and {tuple(map_b.shape)}")
    a, b = ranks_of(map_a), ranks_of(map_b)
    a, b = a - a.mean(), b - b.mean()
    size = ((a * a).sum() * (b * b).sum()).sqrt()
    return float((a * b).sum() / size) if size > 0 else 0.0
