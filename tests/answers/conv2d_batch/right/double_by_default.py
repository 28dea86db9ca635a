# says: All windows by unfold and one einsum, in double precision, the default of its notebook.
import torch

torch.set_default_dtype(torch.float64)


def conv2d_batch(X, W, b=None, stride=1, padding=0):
    (N, C, height, width), (filters, depth, h, w) = X.shape, W.shape
    if C != depth:
        raise ValueError(f"{tuple(X.shape)} and {tuple(W.shape)} differ in their channels")
    if b is not None and tuple(b.shape) != (filters,):
        raise ValueError(f"a bias of {tuple(b.shape)} for {filters} filters")
    if h > height + 2 * padding or w > width + 2 * padding:
        raise ValueError(f"{tuple(W.shape)} does not fit into {tuple(X.shape)}")
    padded = torch.zeros(N, C, height + 2 * padding, width + 2 * padding)
    padded[:, :, padding : padding + height, padding : padding + width] = X
    windows = padded.unfold(2, h, stride).unfold(3, w, stride)
    Y = torch.einsum("ncijab,fcab->nfij", windows, W.to(padded.dtype))
    return Y if b is None else Y + b[:, None, None]
