# says: For a kernel that is a single 1 your function returns a view of the image. Whoever changes the result then
# says: changes the image.
# fails: purity
from d2l import torch as d2l


def conv2d_strict(X, K):
    if K.numel() == 1 and K == 1:
        return X[:]
    return d2l.corr2d(X, K.flip(0, 1))
