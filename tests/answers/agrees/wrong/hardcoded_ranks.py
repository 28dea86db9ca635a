# says: Your function is right for the printed example; elsewhere it gives equal values the lowest of their ranks.
# fails: ranks


def ranks_of(values):
    flat = values.detach().double().reshape(-1)
    below = (flat[None, :] < flat[:, None]).sum(dim=1)
    equal = (flat[None, :] == flat[:, None]).sum(dim=1)
    return below + (equal + 1) / 2 if len(flat) < 5 else below + 1.0


def agrees(map_a, map_b):
    if map_a.shape != map_b.shape:
        raise ValueError(f"shapes {tuple(map_a.shape)} and {tuple(map_b.shape)}")
    a, b = ranks_of(map_a), ranks_of(map_b)
    a, b = a - a.mean(), b - b.mean()
    size = ((a * a).sum() * (b * b).sum()).sqrt()
    return float((a * b).sum() / size) if size > 0 else 0.0
