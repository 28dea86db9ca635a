# says: Two slices, one for where the content goes and one for where it comes from.
import torch


def moved(maps, dy, dx):
    height, width = maps.shape[2:]
    result = torch.zeros_like(maps)
    if abs(dy) < height and abs(dx) < width:
        to = slice(max(dy, 0), height + min(dy, 0)), slice(max(dx, 0), width + min(dx, 0))
        come = slice(max(-dy, 0), height - max(dy, 0)), slice(max(-dx, 0), width - max(dx, 0))
        result[(..., *to)] = maps[(..., *come)]
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
