# says: It multiplies the scores by ones and zeros and steps back from there, in double precision, the default of its notebook.
import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)


def saliency(model, X, y):
    pixels = X.detach().clone().requires_grad_()
    scores = model(pixels)
    chosen = F.one_hot(y, scores.shape[1]).to(scores.dtype)
    gradient = torch.autograd.grad(scores, pixels, chosen)[0]
    return gradient.abs().amax(dim=1)
