# says: Your function lets pixels leave the range from 0 to 1.
# fails: clamp, normalised
# group: Your function does not cut pixels off after the step: they leave the range from 0 to 1.
import torch
from torch.nn import functional as F


def fgsm(model, X, y, eps, mean=0.0, std=1.0):
    mean, std = (torch.as_tensor(value).reshape(-1, 1, 1) for value in (mean, std))
    inputs = X.detach().clone().requires_grad_()
    gradient = torch.autograd.grad(F.cross_entropy(model(inputs), y), inputs)[0]
    attacked = X.detach() * std + mean + eps * gradient.sign()
    return (attacked - mean) / std
