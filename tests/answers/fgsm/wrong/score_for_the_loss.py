# says: Your function lowers the score of class y and leaves the other classes out.
# fails: step, clamp, normalised, traces
import torch


def fgsm(model, X, y, eps, mean=0.0, std=1.0):
    mean, std = (torch.as_tensor(value).reshape(-1, 1, 1) for value in (mean, std))
    inputs = X.detach().clone().requires_grad_()
    gradient = torch.autograd.grad(-model(inputs)[torch.arange(len(X)), y].sum(), inputs)[0]
    attacked = X.detach() * std + mean + eps * gradient.sign()
    return (attacked.clamp(0, 1) - mean) / std
