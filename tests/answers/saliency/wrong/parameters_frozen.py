# says: Your function switches off the gradients of the parameters and leaves them off.
# fails: traces
import torch


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    model.requires_grad_(False)
    scores = model(pixels)
    picked = scores[torch.arange(len(X)), y]
    gradient = torch.autograd.grad(picked.sum(), pixels)[0]
    return gradient.abs().amax(dim=1)
