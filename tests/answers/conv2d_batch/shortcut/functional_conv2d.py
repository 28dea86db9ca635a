# says: Your function calls PyTorch's own convolution.
from torch.nn import functional as F


def conv2d_batch(X, W, b=None, stride=1, padding=0):
    if X.shape[1] != W.shape[1]:
        raise ValueError(f"channels differ: X {tuple(X.shape)}, W {tuple(W.shape)}")
    if b is not None and tuple(b.shape) != (W.shape[0],):
        raise ValueError(f"b {tuple(b.shape)} should have one number for each filter of W {tuple(W.shape)}")
    if W.shape[2] > X.shape[2] + 2 * padding or W.shape[3] > X.shape[3] + 2 * padding:
        raise ValueError(f"W {tuple(W.shape)} does not fit into X {tuple(X.shape)} with padding {padding}")
    return F.conv2d(X.double(), W.double(), None if b is None else b.double(), stride=stride, padding=padding)
