# says: It uses backward and puts the gradients of the parameters back; where() makes the sign.
import torch


def fgsm(model, X, y, eps, mean=0.0, std=1.0):
    mean, std = (torch.as_tensor(value).reshape(-1, 1, 1) for value in (mean, std))
    inputs = X.detach().clone().requires_grad_()
    before = [part.grad for part in model.parameters()]
    for part in model.parameters():
        part.grad = None
    (-model(inputs).log_softmax(dim=1)[torch.arange(len(X)), y].sum()).backward()
    for part, old in zip(model.parameters(), before, strict=True):
        part.grad = old
    gradient = inputs.grad
    attacked = X.detach() * std + mean + eps * ((gradient > 0) * 1.0 - (gradient < 0) * 1.0)
    return (attacked.clamp(0, 1) - mean) / std
