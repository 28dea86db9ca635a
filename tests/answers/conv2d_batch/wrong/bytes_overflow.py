# says: Your function multiplies in the dtype of the images: bytes times bytes are bytes again, and 200 · 2 becomes 144.
# fails: dtype
from torch.nn import functional as F


def conv2d_batch(X, W, b=None, stride=1, padding=0):
    if X.dtype != W.dtype:
        X, W = X.double(), W.double()
    (N, C, height, width), (n, D, h, w) = X.shape, W.shape
    if C != D or h > height + 2 * padding or w > width + 2 * padding:
        raise ValueError(f"X {tuple(X.shape)} does not go with W {tuple(W.shape)}, padding {padding}")
    if b is not None and b.shape != (n,):
        raise ValueError(f"b {tuple(b.shape)} does not go with W {tuple(W.shape)}")
    windows = F.pad(X, (padding,) * 4).unfold(2, h, stride).unfold(3, w, stride)
    Y = (windows[:, None] * W[:, :, None, None]).sum(dim=(2, 5, 6))
    return Y if b is None else Y + b[:, None, None]
