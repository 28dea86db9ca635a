# says: Your function calls SciPy's correlate2d.
import torch
from scipy import signal


def edge_map(X, direction):
    kernels = {"vertical": [[1.0, -1.0]], "horizontal": [[1.0], [-1.0]], "diagonal": [[1.0, 0.0], [0.0, -1.0]]}
    if direction not in kernels:
        raise ValueError(f"unknown direction {direction}")
    return torch.from_numpy(signal.correlate2d(X.numpy(), kernels[direction], mode="valid"))
