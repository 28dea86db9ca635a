# says: A large matrix with the kernel written into each row, times the image as one long vector.
import torch


def corr2d(X, K):
    H, W = X.shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"kernel size ({h}, {w}) exceeds image size ({H}, {W})")
    rows, columns = H - h + 1, W - w + 1
    A = torch.zeros(rows * columns, H * W, dtype=torch.double)
    for i in range(rows):
        for j in range(columns):
            for a in range(h):
                start = (i + a) * W + j
                A[i * columns + j, start : start + w] = K[a]
    return (A @ X.reshape(-1).double()).view(rows, columns)
