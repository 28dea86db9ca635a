# says: The parameters have other names than in the statement, so a call by keyword fails.
# fails: step
import torch
from torch.nn import functional as F


def fgsm(net, images, labels, epsilon, mean=0.0, std=1.0):
    model, X, y, eps = net, images, labels, epsilon
    mean, std = (torch.as_tensor(value).reshape(-1, 1, 1) for value in (mean, std))
    inputs = X.detach().clone().requires_grad_()
    gradient = torch.autograd.grad(F.cross_entropy(model(inputs), y), inputs)[0]
    attacked = X.detach() * std + mean + eps * gradient.sign()
    return (attacked.clamp(0, 1) - mean) / std
