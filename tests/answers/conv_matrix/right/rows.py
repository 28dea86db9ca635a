# says: Lays the kernel on an empty image for every window and flattens it.
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"kernel {(h, w)} larger than image {(H, W)}")
    A = torch.zeros((H - h + 1) * (W - w + 1), H * W)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            A[i * (W - w + 1) + j].reshape(H, W)[i : i + h, j : j + w] = K
    return A
