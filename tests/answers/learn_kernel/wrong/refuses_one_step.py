# says: Your function refuses a single step, though one is the least that may be asked for.
# fails: losses
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    if steps < 2:
        raise ValueError(f"{steps} steps are too few")
    K = torch.rand(kernel_size).requires_grad_()
    losses = []
    for _ in range(steps):
        loss = (d2l.corr2d(X, K) - Y).square().sum()
        losses.append(loss.item())
        (gradient,) = torch.autograd.grad(loss, K)
        K = (K - lr * gradient).detach().requires_grad_()
    return K.detach(), losses
