# says: Your windows come column after column. The result is flattened row after row, so the inner loop has to run over the columns.
# fails: products, rectangular
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"kernel {(h, w)} larger than image {(H, W)}")
    rows = []
    for j in range(W - w + 1):
        for i in range(H - h + 1):
            picture = torch.zeros(H, W)
            picture[i : i + h, j : j + w] = K
            rows.append(picture.flatten())
    return torch.stack(rows)
