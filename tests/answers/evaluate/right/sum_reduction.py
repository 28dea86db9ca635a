# says: It lets cross_entropy sum, and walks over the rows in steps.
import torch
from torch.nn import functional as F


def evaluate(model, X, y, batch_size):
    was = {name: part.training for name, part in model.named_modules()}
    model.eval()
    total = correct = 0.0
    with torch.inference_mode():
        for start in range(0, len(X), batch_size):
            batch, labels = X[start : start + batch_size], y[start : start + batch_size]
            out = model(batch)
            total += float(F.cross_entropy(out, labels, reduction="sum"))
            correct += float((out.max(1).indices == labels).float().sum())
    for name, part in model.named_modules():
        part.training = was[name]
    return total / len(X), correct / len(X)
