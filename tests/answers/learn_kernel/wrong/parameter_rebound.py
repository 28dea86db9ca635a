# says: Your function makes a new K in each step (`K = K - …`), which is no leaf any more: its `.grad` is None in the next step.
# fails: converges, losses, summed_loss, update_rule
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.rand(kernel_size, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((d2l.corr2d(X, K) - Y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        K = K - lr * K.grad
    return K.detach(), losses
