# says: The parameters of your function have other names than X, Y and kernel_size: a call that names them fails.
# fails: update_rule
import torch
from d2l import torch as d2l


def learn_kernel(image, target, size, lr=3e-2, steps=20):
    K = torch.rand(size).requires_grad_()
    losses = []
    for _ in range(steps):
        loss = (d2l.corr2d(image, K) - target).square().sum()
        losses.append(loss.item())
        (gradient,) = torch.autograd.grad(loss, K)
        K = (K - lr * gradient).detach().requires_grad_()
    return K.detach(), losses
