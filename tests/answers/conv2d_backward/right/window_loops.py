# says: Loops over images, filters and windows, with one product for each.
import torch
from torch.nn import functional as F


def conv2d_backward(dY, X, W, stride=1, padding=0):
    (N, C, H, B), (n, D, h, w) = X.shape, W.shape
    (sh, sw), (ph, pw) = ((s, s) if isinstance(s, int) else s for s in (stride, padding))
    if C != D:
        raise ValueError(f"the channels of X {tuple(X.shape)} and W {tuple(W.shape)} differ")
    right = (N, n, (H + 2 * ph - h) // sh + 1, (B + 2 * pw - w) // sw + 1)
    if tuple(dY.shape) != right:
        raise ValueError(f"dY {tuple(dY.shape)} should have the shape {right}")
    P = F.pad(X.double(), (pw, pw, ph, ph))
    dP, dW, db = torch.zeros_like(P), torch.zeros(n, C, h, w, dtype=torch.float64), torch.zeros(n, dtype=torch.float64)
    for k in range(N):
        for f in range(n):
            for i in range(right[2]):
                for j in range(right[3]):
                    value = dY[k, f, i, j].double()
                    top, left = i * sh, j * sw
                    dW[f] += value * P[k, :, top : top + h, left : left + w]
                    dP[k, :, top : top + h, left : left + w] += value * W[f]
                    db[f] += value
    return dP[:, :, ph : ph + H, pw : pw + B].clone(), dW, db
