# says: Your function multiplies whole numbers in their own type: bytes hold no more than 255, so that 200 times 2 is 144.
# says: Turn image and kernel into a type with room for the sums first, for instance with `.double()`.
# fails: dtype
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    Y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y
