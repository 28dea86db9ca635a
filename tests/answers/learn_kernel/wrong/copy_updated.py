# says: Your function moves a copy of the kernel; the kernel itself stays where it started.
# fails: converges, losses, update_rule
from torch import nn


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    layer = nn.LazyConv2d(1, kernel_size=kernel_size, bias=False)
    losses = []
    for _ in range(steps):
        loss = ((layer(X[None, None])[0, 0] - Y) ** 2).sum()
        losses.append(loss.item())
        layer.zero_grad()
        loss.backward()
        weight = layer.weight.data.clone()
        weight -= lr * layer.weight.grad
    return layer.weight.data[0, 0], losses
