# says: The student's im2col and col2im, and two matrix products.
import torch


def conv2d_backward(dY, X, W, stride=1, padding=0):
    (N, C, H, B), (n, D, h, w) = X.shape, W.shape
    (sh, sw), (ph, pw) = ((s, s) if isinstance(s, int) else s for s in (stride, padding))
    if C != D:
        raise ValueError(f"the channels of X {tuple(X.shape)} and W {tuple(W.shape)} differ")
    right = (N, n, (H + 2 * ph - h) // sh + 1, (B + 2 * pw - w) // sw + 1)
    if tuple(dY.shape) != right:
        raise ValueError(f"dY {tuple(dY.shape)} should have the shape {right}")
    upstream = dY.double().flatten(2)
    cols = im2col(X.double(), (h, w), stride, padding)  # noqa: F821
    dW = torch.einsum("nfl,nkl->fk", upstream, cols).reshape(W.shape)
    dX = col2im(W.double().flatten(1).t() @ upstream, (H, B), (h, w), stride, padding)  # noqa: F821
    return dX, dW, upstream.sum(dim=(0, 2))
