# says: It rolls and then clears what came in, in double precision, the default of its notebook.
import torch

torch.set_default_dtype(torch.float64)


def moved(maps, dy, dx):
    height, width = maps.shape[2:]
    result = maps.roll((dy, dx), (2, 3))
    rows, columns = torch.arange(height) - dy, torch.arange(width) - dx
    result[:, :, (rows < 0) | (rows >= height)] = 0
    result[:, :, :, (columns < 0) | (columns >= width)] = 0
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
