# says: Your function turns the kernel by 90°; it should be 180°.
# fails: flip, rectangular
import torch
from d2l import torch as d2l


def conv2d_strict(X, K):
    return d2l.corr2d(X, torch.rot90(K))
