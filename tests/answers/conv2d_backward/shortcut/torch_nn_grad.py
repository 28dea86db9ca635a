# says: Your function calls PyTorch's own gradients of a convolution.
from torch import nn


def conv2d_backward(dY, X, W, stride=1, padding=0):
    (N, C, H, B), (n, D, h, w) = X.shape, W.shape
    (sh, sw), (ph, pw) = ((s, s) if isinstance(s, int) else s for s in (stride, padding))
    if C != D:
        raise ValueError(f"the channels of X {tuple(X.shape)} and W {tuple(W.shape)} differ")
    right = (N, n, (H + 2 * ph - h) // sh + 1, (B + 2 * pw - w) // sw + 1)
    if tuple(dY.shape) != right:
        raise ValueError(f"dY {tuple(dY.shape)} should have the shape {right}")
    dX = nn.grad.conv2d_input(X.shape, W.double(), dY.double(), stride, padding)
    dW = nn.grad.conv2d_weight(X.double(), W.shape, dY.double(), stride, padding)
    return dX, dW, dY.double().sum(dim=(0, 2, 3))
