# says: Your result is as large as the image: at the right and lower edge it pools windows that stick out of the image.
# fails: max, average, rectangular, dtype, arguments
import torch


def pool2d(X, pool_size, mode="max"):
    H, W = X.shape
    h, w = pool_size
    if mode not in ("max", "avg"):
        raise ValueError(f"unknown mode {mode}")
    if h > H or w > W:
        raise ValueError(f"window {(h, w)} does not fit into image {(H, W)}")
    Y = torch.zeros(H, W)
    for i in range(H):
        for j in range(W):
            window = X[i : i + h, j : j + w].float()
            Y[i, j] = window.max() if mode == "max" else window.mean()
    return Y
