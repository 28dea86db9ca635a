# says: Learns a kernel of double precision, whatever the image is.
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.rand(kernel_size, dtype=torch.float64, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (d2l.corr2d(X.double(), K) - Y.double()).square().sum()
        losses.append(float(loss))
        (gradient,) = torch.autograd.grad(loss, K)
        K = (K - lr * gradient).detach().requires_grad_()
    return K, losses
