# says: Your function drops each dimension of size 1 (`squeeze`): a result with one row or column has another shape.
# fails: rectangular
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    return d2l.corr2d(X.flip(0, 1), K).flip(0, 1).squeeze()
