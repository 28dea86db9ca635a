# says: Your layer learns a bias besides the kernel: the statement asks for none.
# fails: converges, summed_loss, update_rule
import torch
from torch import nn


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    layer = nn.Conv2d(1, 1, kernel_size=kernel_size)
    nn.init.constant_(layer.bias, 0.2)
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((layer(X[None, None])[0, 0] - Y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return layer.weight.detach()[0, 0], losses
