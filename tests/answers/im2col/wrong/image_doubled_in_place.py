# says: Your function changes the image that it was given.
# fails: errors
import torch


def im2col(X, kernel_size, stride=1, padding=0, dilation=1):
    settings = (kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = ((n, n) if isinstance(n, int) else n for n in settings)
    N, C, H, B = X.shape
    rows, columns = (H + 2 * ph - dh * (kh - 1) - 1) // sh + 1, (B + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    if rows < 1 or columns < 1:
        raise ValueError(f"a window of {(kh, kw)} does not fit into {(H, B)}")
    scale = X.mul_(2)
    P = torch.zeros((N, C, H + 2 * ph, B + 2 * pw), dtype=X.dtype)
    P[:, :, ph : ph + H, pw : pw + B] = scale / 2 if scale.is_floating_point() else scale // 2
    Y = torch.zeros((N, C, kh, kw, rows, columns), dtype=X.dtype)
    for a in range(kh):
        for b in range(kw):
            down = slice(a * dh, a * dh + (rows - 1) * sh + 1, sh)
            right = slice(b * dw, b * dw + (columns - 1) * sw + 1, sw)
            Y[:, :, a, b] = P[:, :, down, right]
    return Y.reshape(N, C * kh * kw, rows * columns)
