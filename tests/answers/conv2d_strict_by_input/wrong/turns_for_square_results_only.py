# says: Your function turns the image when the result is square, and forgets it otherwise.
# fails: orientation
from d2l import torch as d2l


def conv2d_strict_by_input(X, K):
    (H, W), (h, w) = X.shape, K.shape
    if H - h == W - w:
        return d2l.corr2d(X.flip(0, 1), K).flip(0, 1)
    return d2l.corr2d(X, K)
