# says: Views of all windows with the method unfold of a tensor, every dilation-th pixel of each.
import torch


def im2col(X, kernel_size, stride=1, padding=0, dilation=1):
    settings = (kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = [(n, n) if isinstance(n, int) else n for n in settings]
    P = torch.nn.functional.pad(X, (pw, pw, ph, ph))
    high, wide = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    if high > P.shape[2] or wide > P.shape[3]:
        raise ValueError(f"{(kh, kw)} spread over {(high, wide)} is larger than {tuple(X.shape[2:])}, padded or not")
    windows = P.unfold(2, high, sh).unfold(3, wide, sw)[..., ::dh, ::dw]
    return windows.permute(0, 1, 4, 5, 2, 3).flatten(4).flatten(1, 3).clone()
