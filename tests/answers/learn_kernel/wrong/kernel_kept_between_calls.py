# says: Your function goes on with the kernel of its last call, where it should start anew.
# fails: converges
import torch
from d2l import torch as d2l

kernels = {}


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = kernels.get(tuple(kernel_size), torch.rand(kernel_size)).clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = (d2l.corr2d(X, K) - Y).square().sum()
        losses.append(loss.item())
        (gradient,) = torch.autograd.grad(loss, K)
        K = (K - lr * gradient).detach().requires_grad_()
    kernels[tuple(kernel_size)] = K.detach().clone()
    return K.detach(), losses
