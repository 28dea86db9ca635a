# says: Your function measures the loss in each epoch and trains nothing.
import torch
from torch.nn import functional as F


def fit(model, X, y, epochs, batch_size, lr, generator):
    model.eval()
    with torch.no_grad():
        return [F.cross_entropy(model(X), y) for _ in range(epochs)]
