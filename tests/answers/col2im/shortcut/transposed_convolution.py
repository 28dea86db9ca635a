# says: Your function lets a transposed convolution stamp each number to its place.
import torch
from torch.nn import functional as F


def col2im(cols, size, kernel_size, stride=1, padding=0, dilation=1):
    settings = (kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = ((n, n) if isinstance(n, int) else n for n in settings)
    (H, B), (N, R, L) = size, cols.shape
    rows, columns = (H + 2 * ph - dh * (kh - 1) - 1) // sh + 1, (B + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    if R % (kh * kw) or rows < 1 or columns < 1 or rows * columns != L:
        raise ValueError(f"columns {tuple(cols.shape)} do not go with images of {(H, B)}")
    C = R // (kh * kw)
    units = torch.eye(kh * kw, dtype=torch.float64).reshape(kh * kw, 1, kh, kw).repeat(C, 1, 1, 1)
    maps = cols.double().reshape(N, R, rows, columns)
    sheet = F.conv_transpose2d(maps, units, stride=stride, groups=C, dilation=dilation)
    sheet = F.pad(sheet, (0, B + 2 * pw - sheet.shape[3], 0, H + 2 * ph - sheet.shape[2]))
    return sheet[:, :, ph : ph + H, pw : pw + B].clone()
