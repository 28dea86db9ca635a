# says: Your function takes the largest gradient first and its absolute value afterwards: a large negative one is lost.
# fails: score
import torch


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    scores = model(pixels)
    picked = scores[torch.arange(len(X)), y]
    gradient = torch.autograd.grad(picked.sum(), pixels)[0]
    return gradient.amax(dim=1).abs()
