# says: Writes a correlation by hand and asks autograd for its gradient, which is the transposed convolution.
import torch


def correlate(image, kernel):
    h, w = kernel.shape
    rows, columns = image.shape[0] - h + 1, image.shape[1] - w + 1
    total = torch.zeros(rows, columns, dtype=image.dtype)
    for a in range(h):
        for b in range(w):
            total = total + image[a : a + rows, b : b + columns] * kernel[a, b]
    return total


def trans_conv(X, K):
    X, K = X.double(), K.double()
    large = torch.zeros(
        X.shape[0] + K.shape[0] - 1, X.shape[1] + K.shape[1] - 1, dtype=torch.float64, requires_grad=True
    )
    return torch.autograd.grad(correlate(large, K), large, grad_outputs=X)[0]
