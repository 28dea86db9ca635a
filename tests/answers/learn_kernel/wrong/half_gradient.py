# says: Your gradient lacks the factor 2 of the square: your steps are half as long as they should be.
# fails: update_rule
import torch


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    windows = X.unfold(0, kernel_size[0], 1).unfold(1, kernel_size[1], 1)
    K = torch.zeros(kernel_size)
    losses = []
    for _ in range(steps):
        error = (windows * K).sum((2, 3)) - Y
        losses.append((error**2).sum().item())
        K = K - lr * (windows * error[:, :, None, None]).sum((0, 1))
    return K, losses
