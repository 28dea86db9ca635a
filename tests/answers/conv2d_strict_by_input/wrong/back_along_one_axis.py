# says: Your function turns the image along both axes, but the result back along one only.
# fails: orientation
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    return d2l.corr2d(X.flip(0, 1), K).flip(1)
