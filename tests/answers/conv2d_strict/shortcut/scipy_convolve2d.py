# says: Your function calls SciPy's convolve2d.
import torch
from scipy.signal import convolve2d


def conv2d_strict(X, K):
    return torch.from_numpy(convolve2d(X.numpy(), K.numpy(), mode="valid"))
