# says: Views of all windows, summed with einsum in float64.
import torch


def conv2d_batch(X, W, b=None, stride=1, padding=0):
    (N, C, height, width), (n, D, h, w) = X.shape, W.shape
    if C != D:
        raise ValueError(f"X {tuple(X.shape)} has {C} channels, W {tuple(W.shape)} has {D}")
    if b is not None and (b.dim() != 1 or len(b) != n):
        raise ValueError(f"b {tuple(b.shape)} for {n} filters")
    if h > height + 2 * padding or w > width + 2 * padding:
        raise ValueError(f"W {tuple(W.shape)} larger than X {tuple(X.shape)} padded by {padding}")
    P = torch.zeros(N, C, height + 2 * padding, width + 2 * padding, dtype=torch.float64)
    P[:, :, padding : padding + height, padding : padding + width] = X
    Y = torch.einsum("ncijab,fcab->nfij", P.unfold(2, h, stride).unfold(3, w, stride), W.double())
    if b is not None:
        Y += b.view(1, n, 1, 1)
    return Y
