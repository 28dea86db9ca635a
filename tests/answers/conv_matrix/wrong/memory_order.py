# says: Your function reads the kernel in the order in which it lies in memory: one that was laid on its side lies there in another one.
# fails: products
import torch


def conv_matrix(K, input_shape):
    K = K.as_strided(K.shape, (K.shape[1], 1))
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} does not fit into the image {tuple(input_shape)}")
    corners = [(i, j) for i in range(H - h + 1) for j in range(W - w + 1)]
    A = torch.zeros(len(corners), H, W, dtype=K.dtype)
    for row, (i, j) in zip(A, corners):
        row[i : i + h, j : j + w] = K
    return A.flatten(1)
