# says: Your rows hold the kernel with its rows and columns exchanged.
# fails: products, rectangular, errors
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"kernel {(h, w)} larger than image {(H, W)}")
    rows = []
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            picture = torch.zeros(H, W)
            picture[i : i + h, j : j + w] = K.t()
            rows.append(picture.flatten())
    return torch.stack(rows)
