# says: Your function sets the caller's kernel to zero when it has been laid on all windows.
# fails: errors
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} does not fit into the image {tuple(input_shape)}")
    A = torch.zeros((H - h + 1) * (W - w + 1), H * W, dtype=K.dtype)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            A[i * (W - w + 1) + j].reshape(H, W)[i : i + h, j : j + w] = K
    K.zero_()
    return A
