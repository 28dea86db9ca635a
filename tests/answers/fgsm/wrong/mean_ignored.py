# says: Your function ignores the mean.
# fails: normalised
import torch
from torch.nn import functional as F


def fgsm(model, X, y, eps, mean=0.0, std=1.0):
    std = torch.as_tensor(std).reshape(-1, 1, 1)
    inputs = X.detach().clone().requires_grad_()
    gradient = torch.autograd.grad(F.cross_entropy(model(inputs), y), inputs)[0]
    attacked = X.detach() * std + eps * gradient.sign()
    return attacked.clamp(0, 1) / std
