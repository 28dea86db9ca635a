# says: Your function calls backward, which adds to the gradients of all parameters.
# fails: traces
import torch


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    scores = model(pixels)
    picked = scores[torch.arange(len(X)), y]
    picked.sum().backward()
    gradient = pixels.grad
    return gradient.abs().amax(dim=1)
