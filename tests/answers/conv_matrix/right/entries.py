# says: Computes row and column of every entry, in four loops.
import torch


def conv_matrix(K, input_shape):
    H, W = input_shape
    h, w = K.shape
    rows, columns = H - h + 1, W - w + 1
    if rows < 1 or columns < 1:
        raise ValueError(f"a kernel of shape {tuple(K.shape)} does not fit an image of shape {tuple(input_shape)}")
    A = torch.zeros(rows * columns, H * W, dtype=torch.float64)
    for i in range(rows):
        for j in range(columns):
            for a in range(h):
                for b in range(w):
                    A[i * columns + j, (i + a) * W + (j + b)] = K[a, b]
    return A
