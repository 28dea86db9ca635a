# says: Trains a layer of PyTorch, which is of double precision since that is the default.
import torch
from torch import nn

torch.set_default_dtype(torch.float64)


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    layer = nn.Conv2d(1, 1, kernel_size, bias=False)
    losses = []
    for _ in range(steps):
        loss = (layer(X[None, None])[0, 0] - Y).square().sum()
        losses.append(loss.item())
        layer.zero_grad()
        loss.backward()
        layer.weight.data -= lr * layer.weight.grad
    return layer.weight.detach()[0, 0], losses
