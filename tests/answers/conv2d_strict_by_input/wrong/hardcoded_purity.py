# says: Your function takes a copy of the image in the printed example only.
# fails: purity
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    if X.shape == (3, 3):
        X = X.clone()
    X[:] = X.flip(0, 1)
    return d2l.corr2d(X, K).flip(0, 1)
