# says: Your function refuses a kernel as large as the image, which has one window.
# fails: rectangular
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    if X.shape == K.shape:
        raise ValueError(f"the kernel {tuple(K.shape)} does not fit into the image {tuple(X.shape)}")
    return d2l.corr2d(X.flip(0, 1), K).flip(0, 1)
