# says: Your function returns a square kernel transposed.
# fails: summed_loss
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.rand(kernel_size).requires_grad_()
    losses = []
    for _ in range(steps):
        loss = (d2l.corr2d(X, K) - Y).square().sum()
        losses.append(loss.item())
        (gradient,) = torch.autograd.grad(loss, K)
        K = (K - lr * gradient).detach().requires_grad_()
    if kernel_size[0] == kernel_size[1]:
        K = K.t()
    return K.detach(), losses
