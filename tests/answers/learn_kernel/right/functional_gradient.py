# says: torch.autograd.grad gives a gradient that nobody has to clear, and each step makes a new kernel.
import torch
from d2l import torch as d2l


def loss_of(K, X, Y):
    return torch.sum((d2l.corr2d(X, K) - Y).pow(2))


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K, losses = torch.rand(kernel_size), []
    while len(losses) < steps:
        K = K.detach().requires_grad_(True)
        loss = loss_of(K, X, Y)
        losses += [loss.tolist()]
        K = K - lr * torch.autograd.grad(loss, K)[0]
    return K.detach(), losses
