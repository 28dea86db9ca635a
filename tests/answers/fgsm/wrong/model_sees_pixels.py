# says: Your function gives the model pixels from 0 to 1. It takes normalised pictures, such as X.
# fails: normalised
import torch
from torch.nn import functional as F


def fgsm(model, X, y, eps, mean=0.0, std=1.0):
    mean, std = (torch.as_tensor(value).reshape(-1, 1, 1) for value in (mean, std))
    pixels = (X.detach() * std + mean).requires_grad_()
    gradient = torch.autograd.grad(F.cross_entropy(model(pixels), y), pixels)[0]
    attacked = pixels.detach() + eps * gradient.sign()
    return (attacked.clamp(0, 1) - mean) / std
