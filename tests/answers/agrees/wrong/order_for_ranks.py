# says: Your function takes argsort for the ranks; that says where the smallest value is, not which rank a value has.
# fails: ranks, constant


def ranks_of(values):
    flat = values.detach().double().reshape(-1)
    return flat.argsort(stable=True) + 0.5 * equal_share(flat)


def equal_share(flat):
    return (flat[None, :] == flat[:, None]).sum(dim=1)


def agrees(map_a, map_b):
    if map_a.shape != map_b.shape:
        raise ValueError(f"shapes {tuple(map_a.shape)} and {tuple(map_b.shape)}")
    a, b = ranks_of(map_a), ranks_of(map_b)
    a, b = a - a.mean(), b - b.mean()
    size = ((a * a).sum() * (b * b).sum()).sqrt()
    return float((a * b).sum() / size) if size > 0 else 0.0
