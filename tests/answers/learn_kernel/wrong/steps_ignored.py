# says: Your function always takes 20 steps, whatever `steps` says.
# fails: converges, losses, update_rule
import torch
from torch.nn import functional as F


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.zeros(1, 1, *kernel_size, requires_grad=True)
    losses = []
    for _ in range(20):
        loss = (F.conv2d(X[None, None], K)[0, 0] - Y).square().sum()
        losses.append(loss.item())
        K.grad = None
        loss.backward()
        K.data -= lr * K.grad
    return K.detach()[0, 0], losses
