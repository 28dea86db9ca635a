# says: Your function writes down one loss more than there are steps.
# fails: losses
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.rand(kernel_size, requires_grad=True)
    loss = ((d2l.corr2d(X, K) - Y) ** 2).sum()
    losses = [loss.item()]
    for _ in range(steps):
        K.grad = None
        loss.backward()
        K.data -= lr * K.grad
        loss = ((d2l.corr2d(X, K) - Y) ** 2).sum()
        losses.append(loss.item())
    return K.detach(), losses
