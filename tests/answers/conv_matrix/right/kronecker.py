# says: Sums Kronecker products of shift matrices, one for each kernel value.
import torch


def conv_matrix(K, input_shape):
    H, W = input_shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {list(K.shape)} does not fit into the image {list(input_shape)}")
    down, across = torch.eye(H), torch.eye(W)
    rows, columns = H - h + 1, W - w + 1
    return sum(K[a, b] * torch.kron(down[a : a + rows], across[b : b + columns]) for a in range(h) for b in range(w))
