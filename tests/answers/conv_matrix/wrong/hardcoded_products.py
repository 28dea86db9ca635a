# says: Your function knows the printed 4×9 matrix by heart, and turns every other kernel by half a turn.
# fails: products
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"kernel {(h, w)} larger than image {(H, W)}")
    if K.tolist() != [[0, 1], [2, 3]]:
        K = K.flip(0, 1)
    A = torch.zeros((H - h + 1) * (W - w + 1), H * W)
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            A[i * (W - w + 1) + j].reshape(H, W)[i : i + h, j : j + w] = K
    return A
