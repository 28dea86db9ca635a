# says: Your function calls PyTorch's own im2col.
from torch.nn import functional as F


def im2col(X, kernel_size, stride=1, padding=0, dilation=1):
    settings = (kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = ((n, n) if isinstance(n, int) else n for n in settings)
    N, C, H, B = X.shape
    rows, columns = (H + 2 * ph - dh * (kh - 1) - 1) // sh + 1, (B + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    if rows < 1 or columns < 1:
        raise ValueError(f"a window of {(kh, kw)} does not fit into {(H, B)}")
    return F.unfold(X.double(), kernel_size, dilation, padding, stride).to(X.dtype)
