# says: No autograd: the gradient is twice the correlation of the image with the error.
import torch


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    h, w = kernel_size
    windows = X.unfold(0, h, 1).unfold(1, w, 1)
    K = torch.zeros(h, w)
    losses = []
    for _ in range(steps):
        error = torch.einsum("ijab,ab->ij", windows, K) - Y
        losses.append((error**2).sum().item())
        K = K - lr * 2 * torch.einsum("ijab,ij->ab", windows, error)
    return K, losses
