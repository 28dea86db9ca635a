# says: The parameters have other names than in the statement, so a call by keyword fails.
# fails: pictures
import torch


def saliency(net, images, labels):
    pixels = images.detach().clone().requires_grad_()
    scores = net(pixels)
    picked = scores[torch.arange(len(images)), labels]
    gradient = torch.autograd.grad(picked.sum(), pixels)[0]
    return gradient.abs().amax(dim=1)
