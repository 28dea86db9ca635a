# says: Loops over the windows and adds each column to its place, in float64.
import torch


def col2im(cols, size, kernel_size, stride=1, padding=0, dilation=1):
    settings = (kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = ((n, n) if isinstance(n, int) else n for n in settings)
    (H, B), (N, R, L) = size, cols.shape
    rows, columns = (H + 2 * ph - dh * (kh - 1) - 1) // sh + 1, (B + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    if R % (kh * kw) or rows < 1 or columns < 1 or rows * columns != L:
        raise ValueError(f"columns {tuple(cols.shape)} do not go with images of {(H, B)}")
    C = R // (kh * kw)
    sheet = torch.zeros(N, C, H + 2 * ph, B + 2 * pw, dtype=torch.float64)
    for number in range(L):
        top, left = number // columns * sh, number % columns * sw
        window = cols[:, :, number].reshape(N, C, kh, kw)
        sheet[:, :, top : top + dh * (kh - 1) + 1 : dh, left : left + dw * (kw - 1) + 1 : dw] += window
    return sheet[:, :, ph : ph + H, pw : pw + B].clone()
