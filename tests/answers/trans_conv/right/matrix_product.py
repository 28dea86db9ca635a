# says: Builds the matrix of a convolution and multiplies by its transpose.
import torch


def trans_conv(X, K):
    (H, W), (h, w) = X.shape, K.shape
    rows, columns = H + h - 1, W + w - 1
    A = torch.zeros(H * W, rows * columns)
    for i in range(H):
        for j in range(W):
            for a in range(h):
                for b in range(w):
                    A[i * W + j, (i + a) * columns + j + b] = K[a, b]
    return (A.T @ X.float().flatten()).reshape(rows, columns)
