# says: Your loss is the mean of the batches' means: in a smaller last batch an image counts more. Multiply each by its number of images.
# fails: batches
import torch
from torch.nn import functional as F


def evaluate(model, X, y, batch_size):
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    loss, right = 0.0, 0
    with torch.no_grad():
        for images, classes in zip(X.split(batch_size), y.split(batch_size), strict=True):
            scores = model(images)
            loss += F.cross_entropy(scores, classes).item() / len(X.split(batch_size)) * len(X)
            right += (scores.argmax(dim=1) == classes).sum().item()
    for part, mode in modes:
        part.training = mode
    return loss / len(X), right / len(X)
