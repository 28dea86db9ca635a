# says: Loops over the windows and stacks the columns, in a notebook whose default is double precision.
import torch

torch.set_default_dtype(torch.float64)


def im2col(X, kernel_size, stride=1, padding=0, dilation=1):
    settings = (kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = ((n, n) if isinstance(n, int) else n for n in settings)
    N, C, H, B = X.shape
    rows, columns = (H + 2 * ph - dh * (kh - 1) - 1) // sh + 1, (B + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    if rows < 1 or columns < 1:
        raise ValueError(f"a window of {(kh, kw)} does not fit into {(H, B)}")
    P = torch.zeros(N, C, H + 2 * ph, B + 2 * pw).to(X.dtype)
    P[:, :, ph : ph + H, pw : pw + B] = X
    found = []
    for i in range(rows):
        for j in range(columns):
            window = P[:, :, i * sh : i * sh + dh * (kh - 1) + 1 : dh, j * sw : j * sw + dw * (kw - 1) + 1 : dw]
            found.append(window.reshape(N, -1))
    return torch.stack(found, dim=2)
