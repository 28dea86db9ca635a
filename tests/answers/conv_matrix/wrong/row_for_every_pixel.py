# says: Your matrix has a row for every pixel. Only (H - h + 1) * (W - w + 1) windows fit into the image.
# fails: products, rectangular, errors
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"kernel {(h, w)} larger than image {(H, W)}")
    A = torch.zeros(H * W, H * W)
    for i in range(H):
        for j in range(W):
            picture = torch.zeros(H + h - 1, W + w - 1)
            picture[i : i + h, j : j + w] = K
            A[i * W + j] = picture[:H, :W].flatten()
    return A
