# says: Builds the windows with as_strided, the stride multiplied into the steps.
import torch


def conv2d_batch(X, W, b=None, stride=1, padding=0):
    if X.shape[1] != W.shape[1] or (b is not None and b.shape != (W.shape[0],)):
        raise ValueError(f"X {tuple(X.shape)}, W {tuple(W.shape)}, b {None if b is None else tuple(b.shape)}")
    X = torch.nn.functional.pad(X.double(), [padding] * 4).contiguous()
    (N, C, H, B), (n, _, h, w) = X.shape, W.shape
    if h > H or w > B:
        raise ValueError(f"padded X {tuple(X.shape)} is too small for W {tuple(W.shape)}")
    rows, columns = (H - h) // stride + 1, (B - w) // stride + 1
    steps = (C * H * B, stride * B, stride, H * B, B, 1)
    windows = X.as_strided((N, rows, columns, C, h, w), steps)
    Y = (windows[:, None] * W[:, None, None]).sum(dim=(4, 5, 6))
    return Y if b is None else Y + b[:, None, None]
