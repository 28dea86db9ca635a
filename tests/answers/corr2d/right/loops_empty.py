# says: Four loops, one product at a time, into an empty float64 tensor.
import torch


def corr2d(X, K):
    rows, columns = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    if rows < 1 or columns < 1:
        raise ValueError("X is " + str(list(X.shape)) + ", too small for K, which is " + str(list(K.shape)))
    Y = torch.empty(rows, columns, dtype=torch.float64)
    for i in range(rows):
        for j in range(columns):
            total = 0.0
            for a in range(K.shape[0]):
                for b in range(K.shape[1]):
                    total += X[i + a, j + b].item() * K[a, b].item()
            Y[i, j] = total
    return Y
