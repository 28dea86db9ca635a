# says: Loops over the places of the window and multiplies it with all filters at once.
import torch


def corr2d_multi_in_out(X, K):
    (C, H, W), (n, D, h, w) = X.shape, K.shape
    if C != D:
        raise ValueError(f"{C} channels in X {tuple(X.shape)}, {D} in K {tuple(K.shape)}")
    if h > H or w > W:
        raise ValueError(f"no room for K {tuple(K.shape)} in X {tuple(X.shape)}")
    Y = torch.zeros(n, H - h + 1, W - w + 1)
    for i in range(Y.shape[1]):
        for j in range(Y.shape[2]):
            Y[:, i, j] = (X[:, i : i + h, j : j + w] * K).sum(dim=(1, 2, 3))
    return Y
