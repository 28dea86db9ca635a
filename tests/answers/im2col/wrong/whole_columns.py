# says: Your function writes into a tensor of whole numbers: fractions are cut off.
# fails: layout, windows, errors
import torch


def im2col(X, kernel_size, stride=1, padding=0, dilation=1):
    settings = (kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = ((n, n) if isinstance(n, int) else n for n in settings)
    N, C, H, B = X.shape
    rows, columns = (H + 2 * ph - dh * (kh - 1) - 1) // sh + 1, (B + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    if rows < 1 or columns < 1:
        raise ValueError(f"a window of {(kh, kw)} does not fit into {(H, B)}")
    P = torch.zeros((N, C, H + 2 * ph, B + 2 * pw), dtype=X.dtype)
    P[:, :, ph : ph + H, pw : pw + B] = X
    Y = torch.zeros((N, C, kh, kw, rows, columns), dtype=torch.int64)
    for a in range(kh):
        for b in range(kw):
            down = slice(a * dh, a * dh + (rows - 1) * sh + 1, sh)
            right = slice(b * dw, b * dw + (columns - 1) * sw + 1, sw)
            Y[:, :, a, b] = P[:, :, down, right]
    return Y.reshape(N, C * kh * kw, rows * columns)
