# says: Your function calls PyTorch's transposed convolution for dX and its convolution for dW.
from torch.nn import functional as F


def conv2d_backward(dY, X, W, stride=1, padding=0):
    (N, C, H, B), (n, D, h, w) = X.shape, W.shape
    (sh, sw), (ph, pw) = ((s, s) if isinstance(s, int) else s for s in (stride, padding))
    if C != D:
        raise ValueError(f"the channels of X {tuple(X.shape)} and W {tuple(W.shape)} differ")
    right = (N, n, (H + 2 * ph - h) // sh + 1, (B + 2 * pw - w) // sw + 1)
    if tuple(dY.shape) != right:
        raise ValueError(f"dY {tuple(dY.shape)} should have the shape {right}")
    dY, X, W = dY.double(), X.double(), W.double()
    rest = ((H + 2 * ph - h) % sh, (B + 2 * pw - w) % sw)
    dX = F.conv_transpose2d(dY, W, None, (sh, sw), (ph, pw), rest)
    dW = F.conv2d(X.transpose(0, 1), dY.transpose(0, 1), None, 1, (ph, pw), (sh, sw)).transpose(0, 1)
    return dX, dW[:, :, :h, :w].clone(), dY.sum(dim=(0, 2, 3))
