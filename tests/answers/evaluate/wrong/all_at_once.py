# says: Your function runs all images through the model at once: `batch_size` plays no part.
# fails: batches
import torch
from torch.nn import functional as F


def evaluate(model, X, y, batch_size):
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    with torch.no_grad():
        scores = model(X)
    for part, mode in modes:
        part.training = mode
    return F.cross_entropy(scores, y).item(), (scores.argmax(dim=1) == y).double().mean().item()
