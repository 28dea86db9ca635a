# says: Your function checks its arguments with `assert`, which raises AssertionError; ValueError is what bad arguments call for.
# fails: errors
from d2l import torch as d2l


def corr2d_multi_in(X, K):
    assert X.shape[0] == K.shape[0], f"channels: {tuple(X.shape)} and {tuple(K.shape)}"
    assert K.shape[1] <= X.shape[1] and K.shape[2] <= X.shape[2], f"sizes: {tuple(X.shape)} and {tuple(K.shape)}"
    return sum(d2l.corr2d(x, k) for x, k in zip(X, K))
