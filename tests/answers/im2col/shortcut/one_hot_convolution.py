# says: Your function lets a convolution with kernels of a single one pick out each pixel.
import torch
from torch.nn import functional as F


def im2col(X, kernel_size, stride=1, padding=0, dilation=1):
    settings = (kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = ((n, n) if isinstance(n, int) else n for n in settings)
    N, C, H, B = X.shape
    rows, columns = (H + 2 * ph - dh * (kh - 1) - 1) // sh + 1, (B + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    if rows < 1 or columns < 1:
        raise ValueError(f"a window of {(kh, kw)} does not fit into {(H, B)}")
    units = torch.eye(kh * kw, dtype=torch.float64).reshape(kh * kw, 1, kh, kw).repeat(C, 1, 1, 1)
    maps = F.conv2d(X.double(), units, stride=stride, padding=padding, dilation=dilation, groups=C)
    return maps.flatten(2).to(X.dtype)
