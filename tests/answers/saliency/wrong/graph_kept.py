# says: Your result still has a graph.
# fails: traces
import torch


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    scores = model(pixels)
    picked = scores[torch.arange(len(X)), y]
    gradient = torch.autograd.grad(picked.sum(), pixels, create_graph=True)[0]
    return gradient.abs().amax(dim=1) + 0 * picked.sum()
