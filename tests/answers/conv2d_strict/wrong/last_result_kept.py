# says: Your function keeps its last result and returns it again when the next image and kernel have the same shapes.
# fails: flip, rectangular, purity
from d2l import torch as d2l

last = {}


def conv2d_strict(X, K):
    call = (tuple(X.shape), tuple(K.shape))
    if call not in last:
        last.clear()
        last[call] = d2l.corr2d(X, K.flip(0, 1))
    return last[call].clone()
