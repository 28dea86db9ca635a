# says: Your function learns from the sum but writes down the mean.
# fails: summed_loss
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.rand(kernel_size, requires_grad=True)
    losses = []
    for _ in range(steps):
        l = (d2l.corr2d(X, K) - Y) ** 2
        losses.append(l.mean().item())
        K.grad = None
        l.sum().backward()
        K.data -= lr * K.grad
    return K.detach(), losses
