# says: Your function turns the image when the kernel has several rows; one of a single row has another end, too.
# fails: orientation
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    if K.shape[0] > 1:
        return d2l.corr2d(X.flip(0, 1), K).flip(0, 1)
    return d2l.corr2d(X, K)
