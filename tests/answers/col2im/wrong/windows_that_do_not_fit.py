# says: Where no window fits your function counts −1 rows times −1 columns as one window: refuse fewer than 1 of each.
# fails: errors
import torch


def col2im(cols, size, kernel_size, stride=1, padding=0, dilation=1):
    settings = (kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = ((n, n) if isinstance(n, int) else n for n in settings)
    (H, B), (N, R, L) = size, cols.shape
    rows, columns = (H + 2 * ph - dh * (kh - 1) - 1) // sh + 1, (B + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    if R % (kh * kw) or rows * columns != L:
        raise ValueError(f"columns {tuple(cols.shape)} do not go with images of {(H, B)}")
    C = R // (kh * kw)
    parts = cols.reshape(N, C, kh, kw, rows, columns).double()
    Y = torch.zeros((N, C, H + 2 * ph, B + 2 * pw), dtype=torch.float64)
    for a in range(kh):
        for b in range(kw):
            down = slice(a * dh, a * dh + (rows - 1) * sh + 1, sh)
            right = slice(b * dw, b * dw + (columns - 1) * sw + 1, sw)
            Y[:, :, down, right] += parts[:, :, a, b]
    return Y[:, :, ph : ph + H, pw : pw + B].clone()
