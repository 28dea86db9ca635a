# says: Your matrix stands on its side: it is Aᵀ. A has one row for each window and one column for each pixel.
# fails: products, rectangular, errors
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"kernel {(h, w)} larger than image {(H, W)}")
    columns = W - w + 1
    A = torch.zeros(H * W, (H - h + 1) * columns)
    for i in range(H - h + 1):
        for j in range(columns):
            for a in range(h):
                for b in range(w):
                    A[(i + a) * W + j + b, i * columns + j] = K[a, b]
    return A
