# says: F.conv2d, and torch.optim.SGD for the step.
import torch
from torch.nn import functional as F


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.nn.Parameter(0.1 * torch.randn(1, 1, *kernel_size))
    optimizer = torch.optim.SGD([K], lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = F.mse_loss(F.conv2d(X[None, None], K)[0, 0], Y, reduction="sum")
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return K.detach()[0, 0], losses
