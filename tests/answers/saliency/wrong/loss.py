# says: Your function takes the gradient of the cross-entropy, not of the score.
# fails: score, pictures, traces
import torch
from torch.nn import functional as F


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    scores = model(pixels)
    gradient = torch.autograd.grad(F.cross_entropy(scores, y, reduction="sum"), pixels)[0]
    return gradient.abs().amax(dim=1)
