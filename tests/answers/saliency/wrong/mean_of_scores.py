# says: Your function takes the mean of the scores, so every gradient is divided by the number of pictures.
# fails: pictures
import torch


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    scores = model(pixels)
    picked = scores[torch.arange(len(X)), y]
    gradient = torch.autograd.grad(picked.mean(), pixels)[0]
    return gradient.abs().amax(dim=1)
