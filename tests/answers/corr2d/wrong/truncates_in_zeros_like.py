# says: Your result begins as zeros_like the image: with whole-number pixels it cannot hold fractions.
# fails: dtype
import torch


def corr2d(X, K):
    rows, columns = X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1
    if rows < 1 or columns < 1:
        raise ValueError(f"kernel {list(K.shape)} does not fit image {list(X.shape)}")
    Y = torch.zeros_like(X)[:rows, :columns]
    for a in range(K.shape[0]):
        for b in range(K.shape[1]):
            Y = Y + (K[a, b] * X[a : a + rows, b : b + columns]).to(Y.dtype)
    return Y
