# says: Your function adds mean and std along the width of the picture, not for each channel.
# fails: normalised
import torch
from torch.nn import functional as F


def fgsm(model, X, y, eps, mean=0.0, std=1.0):
    mean, std = torch.as_tensor(mean), torch.as_tensor(std)
    if mean.numel() not in (1, X.shape[3]):
        mean, std = mean.reshape(-1, 1, 1), std.reshape(-1, 1, 1)
    inputs = X.detach().clone().requires_grad_()
    gradient = torch.autograd.grad(F.cross_entropy(model(inputs), y), inputs)[0]
    attacked = X.detach() * std + mean + eps * gradient.sign()
    return (attacked.clamp(0, 1) - mean) / std
