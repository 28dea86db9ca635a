# says: Your function switches on the gradients of all parameters afterwards, whether they were on or off.
# fails: traces
import torch


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    model.requires_grad_(False)
    scores = model(pixels)
    picked = scores[torch.arange(len(X)), y]
    gradient = torch.autograd.grad(picked.sum(), pixels)[0]
    model.requires_grad_(True)
    return gradient.abs().amax(dim=1)
