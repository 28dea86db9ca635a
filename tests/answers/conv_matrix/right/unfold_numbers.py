# says: Numbers the pixels, takes the windows of these numbers with `unfold` and scatters the kernel to them.
import torch


def conv_matrix(K, input_shape):
    H, W = input_shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} does not fit into the image {tuple(input_shape)}")
    numbers = torch.arange(H * W).reshape(H, W)
    windows = numbers.unfold(0, h, 1).unfold(1, w, 1).reshape(-1, h * w)
    return torch.zeros(len(windows), H * W).scatter(1, windows, K.float().flatten().expand(len(windows), -1))
