# says: Your function switches the parameters' gradients off and leaves them so: use `torch.no_grad()`.
# fails: mode
import torch
from torch.nn import functional as F


def evaluate(model, X, y, batch_size):
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    loss, right = 0.0, 0
    for part in model.parameters():
        part.requires_grad_(False)
    with torch.no_grad():
        for images, classes in zip(X.split(batch_size), y.split(batch_size), strict=True):
            scores = model(images)
            loss += F.cross_entropy(scores, classes).item() * len(images)
            right += (scores.argmax(dim=1) == classes).sum().item()
    for part, mode in modes:
        part.training = mode
    return loss / len(X), right / len(X)
