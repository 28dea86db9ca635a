# says: Your function refuses kernels that fit: it compares the longest side of the kernel with the shortest of the image.
# fails: rectangular
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    if max(K.shape) > min(X.shape):
        raise ValueError(f"the kernel {tuple(K.shape)} does not fit into the image {tuple(X.shape)}")
    return d2l.corr2d(X.flip(0, 1), K).flip(0, 1)
