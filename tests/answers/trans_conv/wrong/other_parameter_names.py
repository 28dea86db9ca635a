# says: Your function has other names for its parameters: a call by name, trans_conv(X=…, K=…), does not find them.
# fails: purity
import torch


def trans_conv(image, kernel):
    X, K = image.double(), kernel.double()
    (H, W), (h, w) = X.shape, K.shape
    Y = torch.zeros(H + h - 1, W + w - 1, dtype=torch.float64)
    for i in range(H):
        for j in range(W):
            Y[i : i + h, j : j + w] += X[i, j] * K
    return Y
