# says: Your function moves the windows apart by the dilation. It should move the pixels of a window apart.
# fails: windows, errors
import torch


def im2col(X, kernel_size, stride=1, padding=0, dilation=1):
    settings = (kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = ((n, n) if isinstance(n, int) else n for n in settings)
    N, C, H, B = X.shape
    rows, columns = (H + 2 * ph - kh) // (sh * dh) + 1, (B + 2 * pw - kw) // (sw * dw) + 1
    if rows < 1 or columns < 1:
        raise ValueError(f"a window of {(kh, kw)} does not fit into {(H, B)}")
    P = torch.zeros((N, C, H + 2 * ph, B + 2 * pw), dtype=X.dtype)
    P[:, :, ph : ph + H, pw : pw + B] = X
    Y = torch.zeros((N, C, kh, kw, rows, columns), dtype=X.dtype)
    for a in range(kh):
        for b in range(kw):
            down = slice(a, a + (rows - 1) * sh * dh + 1, sh * dh)
            right = slice(b, b + (columns - 1) * sw * dw + 1, sw * dw)
            Y[:, :, a, b] = P[:, :, down, right]
    return Y.reshape(N, C * kh * kw, rows * columns)
