# says: Your function takes every kernel for a 2×2 one. Its size is in `K.shape`.
# fails: products, rectangular, errors
import torch


def conv_matrix(K, input_shape):
    H, W = input_shape
    if K.shape[0] > H or K.shape[1] > W:
        raise ValueError(f"kernel {tuple(K.shape)} larger than image {(H, W)}")
    rows = []
    for i in range(H - 1):
        for j in range(W - 1):
            picture = torch.zeros(H, W)
            picture[i : i + 2, j : j + 2] = K
            rows.append(picture.flatten())
    return torch.stack(rows)
