# says: Your function reverses the columns of image and result, but not their rows.
# fails: orientation
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    return d2l.corr2d(X.flip(1), K).flip(1)
