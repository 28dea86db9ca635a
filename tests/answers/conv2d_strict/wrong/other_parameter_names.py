# says: The parameters of your function have other names than X and K, so that a call that names them fails.
# fails: rectangular
from d2l import torch as d2l


def conv2d_strict(image, kernel):
    return d2l.corr2d(image, kernel.flip(0, 1))
