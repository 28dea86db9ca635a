# says: Pools along the rows first and along the columns of that result afterwards: both reductions split that way.


def along(X, size, dim, mode):
    runs = X.unfold(dim, size, 1)
    return runs.max(dim=-1).values if mode == "max" else runs.mean(dim=-1)


def pool2d(X, pool_size, mode="max"):
    if mode not in ("max", "avg"):
        raise ValueError(f"unknown mode {mode!r}")
    if pool_size[0] > X.shape[0] or pool_size[1] > X.shape[1]:
        raise ValueError(f"{tuple(pool_size)} > {tuple(X.shape)}")
    return along(along(X.double(), pool_size[0], 0, mode), pool_size[1], 1, mode)
