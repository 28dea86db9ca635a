# says: Whole images with fractional weights end in an error: `@` wants both in the same dtype.
# fails: windows
from torch.nn import functional as F


def conv2d_im2col(X, W, b=None, stride=1, padding=0):
    (N, C, H, B), (n, D, h, w) = X.shape, W.shape
    (sh, sw), (ph, pw) = ((s, s) if isinstance(s, int) else s for s in (stride, padding))
    if C != D:
        raise ValueError(f"the channels of X {tuple(X.shape)} and W {tuple(W.shape)} differ")
    if h > H + 2 * ph or w > B + 2 * pw:
        raise ValueError(f"W {tuple(W.shape)} does not fit into X {tuple(X.shape)}")
    X, W = (t if t.is_floating_point() else t.long() for t in (X, W))
    cols = F.unfold(X.double(), (h, w), padding=(ph, pw), stride=(sh, sw)).to(X.dtype)
    rows, columns = (H + 2 * ph - h) // sh + 1, (B + 2 * pw - w) // sw + 1
    Y = W.reshape(n, C * h * w) @ cols
    if b is not None:
        Y = Y + b.reshape(n, 1)
    return Y.reshape(N, n, rows, columns)
