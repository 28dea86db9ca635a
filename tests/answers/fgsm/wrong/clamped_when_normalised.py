# says: Your function cuts the normalised numbers off at 0 and 1; the limits are meant in pixels.
# fails: normalised
import torch
from torch.nn import functional as F


def fgsm(model, X, y, eps, mean=0.0, std=1.0):
    mean, std = (torch.as_tensor(value).reshape(-1, 1, 1) for value in (mean, std))
    inputs = X.detach().clone().requires_grad_()
    gradient = torch.autograd.grad(F.cross_entropy(model(inputs), y), inputs)[0]
    return (X.detach() + eps / std * gradient.sign()).clamp(0, 1)
