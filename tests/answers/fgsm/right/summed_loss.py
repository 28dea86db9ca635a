# says: It adds up the losses instead of taking their mean, picture by picture, in double precision, the default of its notebook.
import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)


def fgsm(model, X, y, eps, mean=0.0, std=1.0):
    mean, std = (torch.as_tensor(value).reshape(-1, 1, 1) for value in (mean, std))
    inputs = X.detach().clone().requires_grad_()
    gradient = torch.autograd.grad(
        sum(F.cross_entropy(model(inputs[n : n + 1]), y[n : n + 1]) for n in range(len(X))), inputs
    )[0]
    attacked = X.detach() * std + mean + eps * gradient.sign()
    return (attacked.clamp(0, 1) - mean) / std
