# says: Without `lr` the steps of your function are those of 0.025, not of 0.03.
# fails: update_rule
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=2.5e-2, steps=20):
    K = torch.rand(kernel_size).requires_grad_()
    losses = []
    for _ in range(steps):
        loss = (d2l.corr2d(X, K) - Y).square().sum()
        losses.append(loss.item())
        (gradient,) = torch.autograd.grad(loss, K)
        K = (K - lr * gradient).detach().requires_grad_()
    return K.detach(), losses
