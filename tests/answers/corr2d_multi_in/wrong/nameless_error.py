# says: Your function raises the right error, but its message does not name the shapes.
# fails: errors
from d2l import torch as d2l


def corr2d_multi_in(X, K):
    if X.shape[0] != K.shape[0] or K.shape[1] > X.shape[1] or K.shape[2] > X.shape[2]:
        raise ValueError("X and K do not go together")
    return sum(d2l.corr2d(x, k) for x, k in zip(X, K))
