# says: Your function shifts the kernel round by one in both directions; it should be reversed. For 2×2 kernels that is the same.
# fails: flip, rectangular
import torch
from d2l import torch as d2l


def conv2d_strict(X, K):
    return d2l.corr2d(X, torch.roll(K, (1, 1), (0, 1)))
