# says: Your function lays the kernel on images of int8 where the kernel holds bytes: from 128 on they become negative.
# fails: errors
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} does not fit into the image {tuple(input_shape)}")
    corners = [(i, j) for i in range(H - h + 1) for j in range(W - w + 1)]
    A = torch.zeros(len(corners), H, W, dtype=torch.int8 if K.dtype == torch.uint8 else K.dtype)
    for row, (i, j) in zip(A, corners):
        row[i : i + h, j : j + w] = K
    return A.flatten(1)
