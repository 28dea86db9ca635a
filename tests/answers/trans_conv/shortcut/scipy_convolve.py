# says: Your function calls SciPy's full convolution.
import torch
from scipy.signal import convolve2d


def trans_conv(X, K):
    return torch.from_numpy(convolve2d(X.numpy(), K.numpy(), mode="full"))
