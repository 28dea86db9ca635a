# says: Your argmax goes over the images, not over the classes: dim=1.
# fails: values, batches, mode
import torch
from torch.nn import functional as F


def evaluate(model, X, y, batch_size):
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    loss, right = 0.0, 0
    with torch.no_grad():
        for images, classes in zip(X.split(batch_size), y.split(batch_size), strict=True):
            scores = model(images)
            loss += F.cross_entropy(scores, classes).item() * len(images)
            best = scores.argmax(dim=0)
            right += sum(int(best[k]) == i for i, k in enumerate(classes.tolist()))
    for part, mode in modes:
        part.training = mode
    return loss / len(X), right / len(X)
