# says: Your function wraps around: what leaves on one side comes back on the other.
# fails: moves, stride


def moved(maps, dy, dx):
    return maps.roll((dy, dx), (2, 3))


def equivariance_error(f, X, shift, margin, stride=1):
    dy, dx = shift
    A, B = f(moved(X, dy, dx)), moved(f(X), dy // stride, dx // stride)
    height, width = B.shape[2:]
    if 2 * margin >= height or 2 * margin >= width:
        raise ValueError(f"margin {margin} is too large")
    A, B = (maps[:, :, margin : height - margin, margin : width - margin] for maps in (A, B))
    difference = (A - B).square().sum().sqrt()
    return (difference / B.square().sum().sqrt()).item() if difference > 0 else 0.0
