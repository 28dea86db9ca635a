# says: Your function multiplies the gradient by the pixel.
# fails: score, pictures, traces
import torch


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    scores = model(pixels)
    picked = scores[torch.arange(len(X)), y]
    gradient = torch.autograd.grad(picked.sum(), pixels)[0]
    return (gradient * X).abs().amax(dim=1)
