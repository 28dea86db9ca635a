# says: One einsum with all windows at once, and index_add_ for the way back; double precision is the default of its notebook.
import torch

torch.set_default_dtype(torch.float64)


def conv2d_backward(dY, X, W, stride=1, padding=0):
    (N, C, H, B), (n, D, h, w) = X.shape, W.shape
    (sh, sw), (ph, pw) = ((s, s) if isinstance(s, int) else s for s in (stride, padding))
    if C != D:
        raise ValueError(f"the channels of X {tuple(X.shape)} and W {tuple(W.shape)} differ")
    right = (N, n, (H + 2 * ph - h) // sh + 1, (B + 2 * pw - w) // sw + 1)
    if tuple(dY.shape) != right:
        raise ValueError(f"dY {tuple(dY.shape)} should have the shape {right}")
    P = torch.zeros(N, C, H + 2 * ph, B + 2 * pw)
    P[:, :, ph : ph + H, pw : pw + B] = X
    places = torch.arange(P[0, 0].numel()).reshape(P.shape[2:]).unfold(0, h, sh).unfold(1, w, sw)
    upstream = dY.to(P.dtype)
    dW = torch.einsum("nfij,ncijab->fcab", upstream, P.flatten(2)[:, :, places])
    parts = torch.einsum("nfij,fcab->ncijab", upstream, W.to(P.dtype))
    dP = torch.zeros(N, C, P[0, 0].numel()).index_add_(2, places.flatten(), parts.flatten(2)).reshape(P.shape)
    return dP[:, :, ph : ph + H, pw : pw + B].clone(), dW, upstream.sum(dim=(0, 2, 3))
