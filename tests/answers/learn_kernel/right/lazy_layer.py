# says: PyTorch's own layer without a bias, in four dimensions.
from torch import nn


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    layer = nn.LazyConv2d(1, kernel_size=kernel_size, bias=False)
    image, target = X.reshape(1, 1, *X.shape), Y.reshape(1, 1, *Y.shape)
    losses = []
    for _ in range(steps):
        loss = ((layer(image) - target) ** 2).sum()
        losses.append(float(loss))
        layer.zero_grad()
        loss.backward()
        layer.weight.data[:] -= lr * layer.weight.grad
    return layer.weight.data.reshape(kernel_size), losses
