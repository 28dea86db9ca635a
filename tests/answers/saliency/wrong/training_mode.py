# says: Your function switches the model to training mode and leaves it there.
# fails: traces
import torch


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    model.train()
    scores = model(pixels)
    picked = scores[torch.arange(len(X)), y]
    gradient = torch.autograd.grad(picked.sum(), pixels)[0]
    return gradient.abs().amax(dim=1)
