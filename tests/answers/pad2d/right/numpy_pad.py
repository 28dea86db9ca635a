# says: Goes through NumPy's pad in float64.
import numpy as np
import torch


def pad2d(X, padding, value=0.0):
    ph, pw = np.broadcast_to(padding, 2)
    padded = np.pad(X.double().numpy(), ((ph, ph), (pw, pw)), constant_values=value)
    return torch.from_numpy(padded)
