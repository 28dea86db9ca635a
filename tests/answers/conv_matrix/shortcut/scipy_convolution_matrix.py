# says: Your function has SciPy build the bands of the matrix.
import numpy as np
import torch
from scipy.linalg import convolution_matrix


def conv_matrix(K, input_shape):
    (H, W), k = input_shape, K.numpy()
    h, w = k.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {k.shape} is larger than the image {(H, W)}")
    bands = [convolution_matrix(row[::-1], W, mode="valid") for row in k]
    empty = np.zeros((W - w + 1, W))
    return torch.from_numpy(
        np.block([[bands[m - i] if 0 <= m - i < h else empty for m in range(H)] for i in range(H - h + 1)])
    )
