# says: Your function transposes image and result; they should be turned by 180°.
# fails: orientation, rectangular
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    return d2l.corr2d(X.t(), K).t()
