# says: It works with NumPy.
import torch


def moved(maps, dy, dx):
    height, width = maps.shape[2:]
    result = torch.zeros_like(maps)
    for i in range(height):
        for j in range(width):
            if 0 <= i - dy < height and 0 <= j - dx < width:
                result[:, :, i, j] = maps[:, :, i - dy, j - dx]
    return result


def equivariance_error(f, X, shift, margin, stride=1):
    dy, dx = shift
    A, B = f(moved(X, dy, dx)), moved(f(X), dy // stride, dx // stride)
    height, width = B.shape[2:]
    if 2 * margin >= height or 2 * margin >= width:
        raise ValueError(f"margin {margin} is too large")
    A, B = (maps[:, :, margin : height - margin, margin : width - margin] for maps in (A, B))
    import numpy as np

    a, b = A.numpy(), B.numpy()
    difference = np.linalg.norm(a - b)
    return float(difference / np.linalg.norm(b)) if difference > 0 else 0.0
