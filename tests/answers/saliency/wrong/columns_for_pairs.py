# says: `scores[:, y]` has the scores of all classes in y for every picture: the pictures get each other's classes.
# fails: pictures
import torch


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    scores = model(pixels)
    picked = scores[:, y]
    gradient = torch.autograd.grad(picked.sum(), pixels)[0]
    return gradient.abs().amax(dim=1)
