# says: Your function turns the image by 90° and the result back; it should be 180°.
# fails: orientation, rectangular
import torch
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    return torch.rot90(d2l.corr2d(torch.rot90(X), K), -1)
