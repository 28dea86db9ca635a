# says: Your function turns the result, but not the image.
# fails: orientation
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    return d2l.corr2d(X, K).flip(0, 1)
