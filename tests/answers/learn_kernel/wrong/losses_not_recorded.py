# says: Your function returns an empty list of losses.
# fails: losses, summed_loss, update_rule
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.rand(kernel_size, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((d2l.corr2d(X, K) - Y) ** 2).sum()
        K.grad = None
        loss.backward()
        K.data -= lr * K.grad
    return K.detach(), losses
