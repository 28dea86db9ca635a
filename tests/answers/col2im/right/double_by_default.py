# says: One matrix product with the matrix of im2col, turned over; double precision is the default of its notebook.
import torch

torch.set_default_dtype(torch.float64)


def col2im(cols, size, kernel_size, stride=1, padding=0, dilation=1):
    settings = (kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = ((n, n) if isinstance(n, int) else n for n in settings)
    (H, B), (N, R, L) = size, cols.shape
    rows, columns = (H + 2 * ph - dh * (kh - 1) - 1) // sh + 1, (B + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    if R % (kh * kw) or rows < 1 or columns < 1 or rows * columns != L:
        raise ValueError(f"columns {tuple(cols.shape)} do not go with images of {(H, B)}")
    C = R // (kh * kw)
    units = torch.eye(H * B).reshape(H * B, 1, H, B)
    frame = torch.zeros(H * B, 1, H + 2 * ph, B + 2 * pw)
    frame[:, :, ph : ph + H, pw : pw + B] = units
    windows = frame.unfold(2, dh * (kh - 1) + 1, sh).unfold(3, dw * (kw - 1) + 1, sw)[..., ::dh, ::dw]
    matrix = windows.permute(0, 1, 4, 5, 2, 3).reshape(H * B, -1)
    return (cols.to(torch.float64).reshape(N, C, -1) @ matrix.t()).reshape(N, C, H, B)
