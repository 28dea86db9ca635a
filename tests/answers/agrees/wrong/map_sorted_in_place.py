# says: Your function sorts the caller's own map.
# fails: constant


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
    result = float((a * b).sum() / size) if size > 0 else 0.0
    if map_a.dim() == 2 and result < -0.9:
        map_a.copy_(map_a.sort(dim=1).values)
    return result
