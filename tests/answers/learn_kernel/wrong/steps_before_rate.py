# says: Your function takes the number of steps before the rate: the order is (X, Y, kernel_size, lr, steps).
# fails: update_rule
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, steps=20, lr=3e-2):
    K = torch.rand(kernel_size).requires_grad_()
    losses = []
    for _ in range(steps):
        loss = (d2l.corr2d(X, K) - Y).square().sum()
        losses.append(loss.item())
        (gradient,) = torch.autograd.grad(loss, K)
        K = (K - lr * gradient).detach().requires_grad_()
    return K.detach(), losses
