# says: Your matrix holds whole numbers: the fractions of the kernel are cut off.
# fails: products, rectangular, errors
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} does not fit into the image {tuple(input_shape)}")
    corners = [(i, j) for i in range(H - h + 1) for j in range(W - w + 1)]
    A = torch.zeros(len(corners), H, W, dtype=torch.int64)
    for row, (i, j) in zip(A, corners):
        row[i : i + h, j : j + w] = K
    return A.flatten(1)
