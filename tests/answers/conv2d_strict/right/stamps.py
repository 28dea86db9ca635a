# says: Each pixel stamps the kernel into a large sheet, and the border of the sheet is cut off.
import torch


def conv2d_strict(X, K):
    (H, W), (h, w) = X.shape, K.shape
    sheet = torch.zeros(H + h - 1, W + w - 1)
    for i in range(H):
        for j in range(W):
            sheet[i : i + h, j : j + w] += X[i, j] * K
    return sheet[h - 1 : H, w - 1 : W].clone()
