# says: Your function writes each loss down after the kernel has moved; it should be before.
# fails: losses
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.rand(kernel_size, requires_grad=True)
    losses = []
    for _ in range(steps):
        K.grad = None
        ((d2l.corr2d(X, K) - Y) ** 2).sum().backward()
        with torch.no_grad():
            K -= lr * K.grad
            losses.append(((d2l.corr2d(X, K) - Y) ** 2).sum().item())
    return K.detach(), losses
