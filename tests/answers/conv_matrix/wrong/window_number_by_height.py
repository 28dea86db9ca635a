# says: Your window numbers count H - h + 1 windows in a row of the result. There are W - w + 1 of them.
# fails: products, rectangular
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"kernel {(h, w)} larger than image {(H, W)}")
    A = torch.zeros((H - h + 1) * (W - w + 1), H * W)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            row = (i * (H - h + 1) + j) % len(A)
            for a in range(h):
                for b in range(w):
                    A[row, (i + a) * W + j + b] = K[a, b]
    return A
