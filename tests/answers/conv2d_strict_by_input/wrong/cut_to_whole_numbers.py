# says: Your function cuts its results down to whole numbers.
# fails: orientation, rectangular, purity
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    return d2l.corr2d(X.flip(0, 1), K).flip(0, 1).long()
