# says: It uses backward and puts the gradients of the parameters back.
import torch


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    scores = model(pixels)
    picked = scores[torch.arange(len(X)), y]
    kept = [part.grad for part in model.parameters()]
    for part in model.parameters():
        part.grad = None
    picked.sum().backward()
    for part, old in zip(model.parameters(), kept, strict=True):
        part.grad = old
    gradient = pixels.grad
    return gradient.abs().amax(dim=1)
