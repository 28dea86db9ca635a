# says: Your function repeats the border where zeros should come in.
# fails: moves, stride
import torch


def moved(maps, dy, dx):
    height, width = maps.shape[2:]
    result = torch.zeros_like(maps)
    for i in range(height):
        for j in range(width):
            result[:, :, i, j] = maps[:, :, min(max(i - dy, 0), height - 1), min(max(j - dx, 0), width - 1)]
    return result


def equivariance_error(f, X, shift, margin, stride=1):
    dy, dx = shift
    A, B = f(moved(X, dy, dx)), moved(f(X), dy // stride, dx // stride)
    height, width = B.shape[2:]
    if 2 * margin >= height or 2 * margin >= width:
        raise ValueError(f"margin {margin} is too large")
    A, B = (maps[:, :, margin : height - margin, margin : width - margin] for maps in (A, B))
    difference = (A - B).square().sum().sqrt()
    return (difference / B.square().sum().sqrt()).item() if difference > 0 else 0.0
