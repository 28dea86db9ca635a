# says: Your function is written for a 6×8 image and a 1×2 kernel: the sizes are numbers where they should come from the arguments.
# fails: converges, losses, summed_loss, update_rule
from torch import nn


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    layer = nn.LazyConv2d(1, kernel_size=(1, 2), bias=False)
    X, Y = X.reshape((1, 1, 6, 8)), Y.reshape((1, 1, 6, 7))
    losses = []
    for _ in range(steps):
        loss = ((layer(X) - Y) ** 2).sum()
        losses.append(loss.item())
        layer.zero_grad()
        loss.backward()
        layer.weight.data[:] -= lr * layer.weight.grad
    return layer.weight.data.reshape((1, 2)), losses
