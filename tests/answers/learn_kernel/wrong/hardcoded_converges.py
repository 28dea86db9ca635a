# says: Your default rate is right for kernels of one row, as in the printed example, and ten times too small for others.
# fails: converges
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=None, steps=20):
    if lr is None:
        lr = 3e-2 if kernel_size[0] == 1 else 3e-3
    K = torch.zeros(kernel_size, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((d2l.corr2d(X, K) - Y) ** 2).sum()
        losses.append(loss.item())
        K.grad = None
        loss.backward()
        K.data -= lr * K.grad
    return K.detach(), losses
