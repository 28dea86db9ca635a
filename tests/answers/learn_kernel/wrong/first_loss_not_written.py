# says: Your function never writes the first loss: what stands there was in memory before (`torch.empty`).
# fails: losses, summed_loss, update_rule
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.rand(kernel_size).requires_grad_()
    losses = torch.empty(steps)
    for step in range(steps):
        loss = (d2l.corr2d(X, K) - Y).square().sum()
        if step > 0:
            losses[step] = loss.detach()
        (gradient,) = torch.autograd.grad(loss, K)
        K = (K - lr * gradient).detach().requires_grad_()
    return K.detach(), losses.tolist()
