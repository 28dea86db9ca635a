# says: The default of your `lr` is ten times too small.
# fails: converges, update_rule
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=3e-3, steps=20):
    K = torch.zeros(kernel_size, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((d2l.corr2d(X, K) - Y) ** 2).sum()
        losses.append(loss.item())
        K.grad = None
        loss.backward()
        K.data -= lr * K.grad
    return K.detach(), losses
