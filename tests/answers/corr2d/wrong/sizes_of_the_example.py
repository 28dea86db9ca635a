# says: Your function is written for a 3×3 image and a 2×2 kernel: the sizes are numbers where they should come from the arguments.
# fails: orientation, rectangular, dtype, purity, errors
import torch


def corr2d(X, K):
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    Y = torch.zeros(2, 2)
    for i in range(2):
        for j in range(2):
            Y[i, j] = (X[i : i + 2, j : j + 2].double() * K).sum()
    return Y
