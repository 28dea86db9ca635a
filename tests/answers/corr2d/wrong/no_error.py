# says: Your function does not test whether the kernel fits: PyTorch then complains about something else.
# fails: errors
import torch


def corr2d(X, K):
    Y = torch.zeros(X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + K.shape[0], j : j + K.shape[1]].double() * K).sum()
    return Y
