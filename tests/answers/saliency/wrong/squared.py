# says: Your function squares the gradient instead of taking its absolute value.
# fails: score, pictures, traces
import torch


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    scores = model(pixels)
    picked = scores[torch.arange(len(X)), y]
    gradient = torch.autograd.grad(picked.sum(), pixels)[0]
    return gradient.square().amax(dim=1)
