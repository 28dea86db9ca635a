# says: Your function writes its last errors into the target Y that it was given.
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
    torch.sub(d2l.corr2d(X, K).detach(), Y.clone(), out=Y)
    return K.detach(), losses
