# says: Your function exchanges rows and columns where a picture is square.
# fails: pictures
import torch


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    scores = model(pixels)
    picked = scores[torch.arange(len(X)), y]
    gradient = torch.autograd.grad(picked.sum(), pixels)[0]
    maps = gradient.abs().amax(dim=1)
    return maps.transpose(1, 2) if X.shape[2] == X.shape[3] else maps
