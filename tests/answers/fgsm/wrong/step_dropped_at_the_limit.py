# says: Your function leaves a pixel as it was where the step would leave the range.
# fails: clamp, normalised
import torch
from torch.nn import functional as F


def fgsm(model, X, y, eps, mean=0.0, std=1.0):
    mean, std = (torch.as_tensor(value).reshape(-1, 1, 1) for value in (mean, std))
    inputs = X.detach().clone().requires_grad_()
    gradient = torch.autograd.grad(F.cross_entropy(model(inputs), y), inputs)[0]
    attacked = X.detach() * std + mean + eps * gradient.sign()
    pixels = X.detach() * std + mean
    attacked = torch.where((attacked < 0) | (attacked > 1), pixels, attacked)
    return (attacked - mean) / std
