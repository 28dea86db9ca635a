# says: Your optimizer is Adam; what is asked for is plain gradient descent.
# fails: converges, losses, update_rule
import torch
from torch.nn import functional as F


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.zeros(1, 1, *kernel_size, requires_grad=True)
    optimizer = torch.optim.Adam([K], lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = (F.conv2d(X[None, None], K)[0, 0] - Y).square().sum()
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return K.detach()[0, 0], losses
