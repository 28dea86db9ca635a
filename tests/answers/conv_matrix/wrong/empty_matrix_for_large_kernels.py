# says: Your function returns a matrix without rows when the kernel does not fit. Raise a ValueError that names both shapes.
# fails: errors
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    rows = []
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            picture = torch.zeros(H, W)
            picture[i : i + h, j : j + w] = K
            rows.append(picture.flatten())
    return torch.stack(rows) if rows else torch.zeros(0, H * W)
