# says: Your function multiplies the windows in place (`*=`): the image changes, and later windows see the changed values.
# fails: channels, sizes, errors
import torch


def corr2d_multi_in(X, K):
    (C, H, W), (D, h, w) = X.shape, K.shape
    if C != D or h > H or w > W:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    Y = torch.zeros(H - h + 1, W - w + 1)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            window = X[:, i : i + h, j : j + w]
            window *= K
            Y[i, j] = window.sum()
    return Y
