# says: Loops over all pixels: slow, but right.
import torch


def corr2d_multi_in_out_1x1(X, K):
    C, H, W = X.shape
    if K.shape[2:] != (1, 1):
        raise ValueError(f"1×1 kernels only, K is {tuple(K.shape)}")
    if K.shape[1] != C:
        raise ValueError(f"X is {tuple(X.shape)} and K is {tuple(K.shape)}: channels differ")
    Y = torch.zeros(len(K), H, W)
    for i in range(H):
        for j in range(W):
            Y[:, i, j] = K[:, :, 0, 0] @ X[:, i, j]
    return Y
