# says: Your function calls SciPy's convolve.
import torch
from scipy import signal


def conv2d_strict_by_input(X, K):
    return torch.from_numpy(signal.convolve(X.numpy(), K.numpy(), mode="valid"))
