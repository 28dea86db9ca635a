# says: Your slices end below 0 where a shift is longer than the picture: that counts from the other end.
# fails: moves
import torch


def moved(maps, dy, dx):
    height, width = maps.shape[2:]
    result = torch.zeros_like(maps)
    rows, from_rows = slice(max(dy, 0), height + min(dy, 0)), slice(max(-dy, 0), height + min(-dy, 0))
    columns, from_columns = slice(max(dx, 0), width + min(dx, 0)), slice(max(-dx, 0), width + min(-dx, 0))
    result[:, :, rows, columns] = maps[:, :, from_rows, from_columns]
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
