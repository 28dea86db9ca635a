# says: Writes a correlation by hand and takes its Jacobian.
import torch


def conv_matrix(K, input_shape):
    H, W = input_shape
    h, w = K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {tuple(K.shape)} does not fit into the image {tuple(input_shape)}")

    def correlate(image):
        image = image.reshape(H, W)
        values = [(image[i : i + h, j : j + w] * K).sum() for i in range(H - h + 1) for j in range(W - w + 1)]
        return torch.stack(values)

    return torch.autograd.functional.jacobian(correlate, torch.zeros(H * W))
