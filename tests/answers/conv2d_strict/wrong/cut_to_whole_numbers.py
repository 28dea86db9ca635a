# says: Your function cuts its results down to whole numbers.
# fails: flip, rectangular, purity
from d2l import torch as d2l


def conv2d_strict(X, K):
    return d2l.corr2d(X, K.flip(0, 1)).long()
