# says: Finds the pixel of each number and adds all of them at once with index_add_.
import torch


def col2im(cols, size, kernel_size, stride=1, padding=0, dilation=1):
    settings = (kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = ((n, n) if isinstance(n, int) else n for n in settings)
    (H, B), (N, R, L) = size, cols.shape
    rows, columns = (H + 2 * ph - dh * (kh - 1) - 1) // sh + 1, (B + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    if R % (kh * kw) or rows < 1 or columns < 1 or rows * columns != L:
        raise ValueError(f"columns {tuple(cols.shape)} do not go with images of {(H, B)}")
    C = R // (kh * kw)
    high, wide = H + 2 * ph, B + 2 * pw
    places = torch.arange(high * wide).reshape(high, wide)
    windows = places.unfold(0, dh * (kh - 1) + 1, sh).unfold(1, dw * (kw - 1) + 1, sw)[:, :, ::dh, ::dw]
    order = windows.permute(2, 3, 0, 1).flatten()
    sheet = torch.zeros(N, C, high * wide, dtype=torch.float64)
    sheet.index_add_(2, order, cols.reshape(N, C, -1).double())
    return sheet.reshape(N, C, high, wide)[:, :, ph : ph + H, pw : pw + B].clone()
