# says: Your pixel numbers count H pixels in an image row. A row has W pixels: pixel (i, j) is number i * W + j.
# fails: rectangular, errors
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"kernel {(h, w)} larger than image {(H, W)}")
    columns = W - w + 1
    A = torch.zeros((H - h + 1) * columns, H * W)
    for i in range(H - h + 1):
        for j in range(columns):
            for a in range(h):
                for b in range(w):
                    A[i * columns + j, ((i + a) * H + j + b) % (H * W)] = K[a, b]
    return A
