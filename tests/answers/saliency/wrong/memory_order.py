# says: Your function reads the numbers in the order in which they lie in memory: pictures laid on their side get a wrong map.
# fails: pictures
import torch


def saliency(model, X, y):
    pixels = torch.as_strided(X.detach(), X.shape, torch.empty(X.shape).stride()).clone().requires_grad_()
    scores = model(pixels)
    picked = scores[torch.arange(len(X)), y]
    gradient = torch.autograd.grad(picked.sum(), pixels)[0]
    return gradient.abs().amax(dim=1)
