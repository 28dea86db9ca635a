# says: Your function turns images of 2×2 on their side.
# fails: values, batches
import torch
from torch.nn import functional as F


def evaluate(model, X, y, batch_size):
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    loss, right = 0.0, 0
    with torch.no_grad():
        for images, classes in zip(X.split(batch_size), y.split(batch_size), strict=True):
            scores = model(
                images.transpose(1, 2) if images.dim() == 3 and images.shape[1] == images.shape[2] else images
            )
            loss += F.cross_entropy(scores, classes).item() * len(images)
            right += (scores.argmax(dim=1) == classes).sum().item()
    for part, mode in modes:
        part.training = mode
    return loss / len(X), right / len(X)
