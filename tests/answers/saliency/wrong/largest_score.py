# says: Your function takes the score of the class that the model prefers, not of the class y.
# fails: score, pictures
import torch


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    scores = model(pixels)
    picked = scores.max(dim=1).values
    gradient = torch.autograd.grad(picked.sum(), pixels)[0]
    return gradient.abs().amax(dim=1)
