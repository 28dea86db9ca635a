# says: Adds up shift matrices, one for each number of the kernel; they are double by default.
import torch

torch.set_default_dtype(torch.float64)


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"{tuple(K.shape)} does not fit into {tuple(input_shape)}")
    rows, columns = H - h + 1, W - w + 1
    shifts = torch.stack(
        [torch.kron(torch.eye(H)[a : a + rows], torch.eye(W)[b : b + columns]) for a in range(h) for b in range(w)]
    )
    return torch.tensordot(K.double().flatten(), shifts, dims=1)
