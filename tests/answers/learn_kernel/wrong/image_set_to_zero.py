# says: Your function clears the image that it was given when it is done: the caller needs it still.
# fails: converges
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
    X.zero_()
    return K.detach(), losses
