# says: Your function reads `input_shape` as (width, height). It is (H, W), as in `X.shape`.
# fails: rectangular, errors
import torch


def conv_matrix(K, input_shape):
    W, H = input_shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {tuple(input_shape)}")
    rows = []
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            picture = torch.zeros(H, W)
            picture[i : i + h, j : j + w] = K
            rows.append(picture.flatten())
    return torch.stack(rows)
