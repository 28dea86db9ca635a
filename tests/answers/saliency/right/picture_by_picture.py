# says: It goes through the model with one picture at a time.
import torch


def saliency(model, X, y):
    maps = []
    for picture, k in zip(X.detach(), y.tolist(), strict=True):
        pixels = picture[None].clone().requires_grad_()
        (gradient,) = torch.autograd.grad(model(pixels)[0, k], pixels)
        maps.append(gradient[0].abs().max(dim=0).values)
    return torch.stack(maps)
