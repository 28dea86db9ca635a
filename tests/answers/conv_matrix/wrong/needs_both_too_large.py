# says: Your function refuses a kernel only if it is too high *and* too wide. One of the two is enough.
# fails: errors
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H and w > W:
        raise ValueError(f"kernel {(h, w)} larger than image {(H, W)}")
    A = torch.zeros(max(H - h + 1, 0) * max(W - w + 1, 0), H * W)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            A[i * (W - w + 1) + j].reshape(H, W)[i : i + h, j : j + w] = K
    return A
