# says: Your function writes its results into the image that it was given.
# fails: purity
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    Y = d2l.corr2d(X.flip(0, 1), K).flip(0, 1)
    X[: Y.shape[0], : Y.shape[1]] = Y
    return Y
