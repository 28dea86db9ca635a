# says: Your matrix begins as `torch.empty`, memory that nothing was written to: beside the kernel there is what was there by chance.
# fails: products, rectangular
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} does not fit into the image {tuple(input_shape)}")
    corners = [(i, j) for i in range(H - h + 1) for j in range(W - w + 1)]
    A = torch.empty(len(corners), H, W, dtype=K.dtype)
    for row, (i, j) in zip(A, corners):
        row[i : i + h, j : j + w] = K
    return A.flatten(1)
