# says: Your function switches on the gradient of the caller's X and leaves it on.
# fails: traces
import torch


def saliency(model, X, y):
    pixels = X.requires_grad_()
    scores = model(pixels)
    picked = scores[torch.arange(len(X)), y]
    gradient = torch.autograd.grad(picked.sum(), pixels)[0]
    return gradient.abs().amax(dim=1)
