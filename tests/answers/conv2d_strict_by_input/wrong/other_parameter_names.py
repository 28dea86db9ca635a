# says: The parameters of your function have other names than X and K, so that a call that names them fails.
# fails: rectangular
from d2l import torch as d2l


def conv2d_strict_by_input(image, kernel):
    return d2l.corr2d(image.flip(0, 1), kernel).flip(0, 1)
