# says: Your function moves the parameters by chance and keeps what is better: it computes no gradients.
import torch
from torch.nn import functional as F


def fit(model, X, y, epochs, batch_size, lr, generator):
    history = []
    for _ in range(epochs):
        with torch.no_grad():
            history.append(F.cross_entropy(model.eval()(X), y))
            for part in model.parameters():
                part.add_(lr * torch.randn_like(part))
    return history
