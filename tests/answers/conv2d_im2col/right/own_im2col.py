# says: Calls the im2col of exercise 1, and einsum for the product.
import torch


def conv2d_im2col(X, W, b=None, stride=1, padding=0):
    n, D, h, w = W.shape
    if X.shape[1] != D:
        raise ValueError(f"X {tuple(X.shape)} and W {tuple(W.shape)} do not agree about the channels")
    cols = im2col(X.double(), (h, w), stride, padding)  # noqa: F821
    down, top = (s if isinstance(s, int) else s[0] for s in (stride, padding))
    Y = torch.einsum("fk,nkl->nfl", W.double().flatten(1), cols)
    if b is not None:
        Y += b[:, None]
    return Y.unflatten(2, ((X.shape[2] + 2 * top - h) // down + 1, -1))
