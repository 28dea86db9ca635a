# says: Your function sets the gradients of all parameters to None at the end, those from before, too.
# fails: traces
import torch


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    scores = model(pixels)
    picked = scores[torch.arange(len(X)), y]
    gradient = torch.autograd.grad(picked.sum(), pixels)[0]
    model.zero_grad()
    return gradient.abs().amax(dim=1)
