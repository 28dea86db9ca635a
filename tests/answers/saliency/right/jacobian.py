# says: It takes the whole Jacobian by torch.func and picks from it.
import torch


def saliency(model, X, y):
    jacobian = torch.autograd.functional.jacobian(lambda pixels: model(pixels).sum(dim=0), X.detach().clone())
    gradient = jacobian[y, torch.arange(len(X))]
    return gradient.abs().amax(dim=1)
