# says: It pads by the shift and cuts out a window.
import torch


def moved(maps, dy, dx):
    height, width = maps.shape[2:]
    dy, dx = max(min(dy, height), -height), max(min(dx, width), -width)
    wide = torch.nn.functional.pad(maps, (width, width, height, height))
    return wide[:, :, height - dy : 2 * height - dy, width - dx : 2 * width - dx]


def equivariance_error(f, X, shift, margin, stride=1):
    dy, dx = shift
    A, B = f(moved(X, dy, dx)), moved(f(X), dy // stride, dx // stride)
    height, width = B.shape[2:]
    if 2 * margin >= height or 2 * margin >= width:
        raise ValueError(f"margin {margin} is too large")
    A, B = (maps[:, :, margin : height - margin, margin : width - margin] for maps in (A, B))
    difference = (A - B).square().sum().sqrt()
    return (difference / B.square().sum().sqrt()).item() if difference > 0 else 0.0
