# says: Sums shifted images in double precision, the default of its whole notebook.
import torch

torch.set_default_dtype(torch.float64)


def corr2d(X, K):
    (H, W), (h, w) = X.shape, K.shape
    if h > H or w > W:
        raise ValueError(f"{tuple(K.shape)} does not fit into {tuple(X.shape)}")
    X = X.to(torch.get_default_dtype())
    Y = torch.zeros(H - h + 1, W - w + 1)
    for a in range(h):
        for b in range(w):
            Y += X[a : a + Y.shape[0], b : b + Y.shape[1]] * K[a, b]
    return Y
