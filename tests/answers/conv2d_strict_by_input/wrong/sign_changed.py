# says: Your function changes the sign of the image; it should be turned by 180°.
# fails: orientation, rectangular, purity
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    return d2l.corr2d(-X, K)
