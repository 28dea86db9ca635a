# says: Your function knows the two printed matrices of unequal sizes by heart, and counts H - h + 1 windows in a row for all others.
# fails: rectangular
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"kernel {(h, w)} larger than image {(H, W)}")
    if (H, W) == (2, 4) and (h, w) == (1, 2):
        starts = [0, 1, 2, 4, 5, 6]
        return torch.tensor([[1.0 if pixel in (start, start + 1) else 0.0 for pixel in range(8)] for start in starts])
    if (H, W) == (3, 2) and (h, w) == (3, 1):
        return torch.tensor([[1.0, 0, 2, 0, 1, 0], [0, 1, 0, 2, 0, 1]])
    A = torch.zeros((H - h + 1) * (W - w + 1), H * W)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            row = (i * (H - h + 1) + j) % len(A)
            A[row].reshape(H, W)[i : i + h, j : j + w] = K
    return A
