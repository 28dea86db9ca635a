# says: Each window of the image is turned by itself before it meets the kernel; nothing has to be turned back.
import torch


def conv2d_strict_by_input(X, K):
    h, w = K.shape
    rows = []
    for i in range(X.shape[0] - h + 1):
        row = []
        for j in range(X.shape[1] - w + 1):
            window = X[i : i + h, j : j + w].flipud().fliplr()
            row.append((window * K).sum())
        rows.append(torch.stack(row))
    return torch.stack(rows)
