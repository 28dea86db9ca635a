# says: Correlates every unit image with the kernel by hand; each result is a column.
import torch


def correlate(image, kernel):
    h, w = kernel.shape
    windows = image.unfold(0, h, 1).unfold(1, w, 1)
    return (windows * kernel).sum((2, 3))


def conv_matrix(K, input_shape):
    if K.shape[0] > input_shape[0] or K.shape[1] > input_shape[1]:
        raise ValueError(f"the kernel {tuple(K.shape)} does not fit into the image {tuple(input_shape)}")
    pixels = input_shape[0] * input_shape[1]
    columns = [correlate(unit.reshape(tuple(input_shape)), K).flatten() for unit in torch.eye(pixels)]
    return torch.stack(columns, dim=1)
