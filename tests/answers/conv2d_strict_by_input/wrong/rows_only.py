# says: Your function reverses the rows of image and result, but not their columns.
# fails: orientation
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    return d2l.corr2d(X.flip(0), K).flip(0)
