# says: Your function takes the mean of the squared errors: its steps are many times too small.
# fails: converges, summed_loss, update_rule
import torch
from torch.nn import functional as F


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.rand(1, 1, *kernel_size, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(F.conv2d(X[None, None], K)[0, 0], Y)
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            K -= lr * K.grad
            K.grad.zero_()
    return K.detach().reshape(kernel_size), losses
