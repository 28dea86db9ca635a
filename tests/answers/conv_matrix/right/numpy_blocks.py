# says: Builds one band matrix for each kernel row in numpy and sets the blocks beside each other.
import numpy as np
import torch


def conv_matrix(K, input_shape):
    H, W = input_shape
    k = K.numpy()
    h, w = k.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {k.shape} does not fit into the image {(H, W)}")
    bands = [sum(k[a, b] * np.eye(W - w + 1, W, b) for b in range(w)) for a in range(h)]
    empty = np.zeros((W - w + 1, W))
    rows = [[bands[m - i] if 0 <= m - i < h else empty for m in range(H)] for i in range(H - h + 1)]
    return torch.from_numpy(np.block(rows))
