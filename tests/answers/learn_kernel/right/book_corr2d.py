# says: A tensor that wants a gradient, the book's corr2d, and the gradient cleared after each step.
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.randn(kernel_size, requires_grad=True)
    losses = []
    for i in range(steps):
        l = (d2l.corr2d(X, K) - Y) ** 2
        losses.append(l.sum().item())
        l.sum().backward()
        K.data -= lr * K.grad
        K.grad.zero_()
    return K, losses
