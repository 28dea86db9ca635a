# says: Your function has std before mean, so a call by position exchanges them.
# fails: normalised
import torch
from torch.nn import functional as F


def fgsm(model, X, y, eps, std=1.0, mean=0.0):
    mean, std = (torch.as_tensor(value).reshape(-1, 1, 1) for value in (mean, std))
    inputs = X.detach().clone().requires_grad_()
    gradient = torch.autograd.grad(F.cross_entropy(model(inputs), y), inputs)[0]
    attacked = X.detach() * std + mean + eps * gradient.sign()
    return (attacked.clamp(0, 1) - mean) / std
