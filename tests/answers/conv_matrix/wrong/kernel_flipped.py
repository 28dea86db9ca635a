# says: Your rows hold the kernel turned by half a turn. For a correlation it lies on each window as it is.
# fails: products
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"kernel {(h, w)} larger than image {(H, W)}")
    rows = []
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            picture = torch.zeros(H, W)
            picture[i : i + h, j : j + w] = K.flip(0, 1)
            rows.append(picture.flatten())
    return torch.stack(rows)
