# says: Where the kernel is as large as the image your function returns a view of the caller's kernel, not a matrix of its own.
# fails: errors
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} does not fit into the image {tuple(input_shape)}")
    if (h, w) == (H, W):
        return K.view(1, -1)
    corners = [(i, j) for i in range(H - h + 1) for j in range(W - w + 1)]
    A = torch.zeros(len(corners), H, W, dtype=K.dtype)
    for row, (i, j) in zip(A, corners):
        row[i : i + h, j : j + w] = K
    return A.flatten(1)
