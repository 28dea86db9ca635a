# says: It shuffles whole copies of X and y with one order, and splits them.
import torch
from torch.nn import functional as F


def fit(model, X, y, epochs, batch_size, lr, generator):
    mode = model.training
    optimizer = torch.optim.Adam(model.parameters(), lr)
    history = []
    model.train()
    while len(history) < epochs:
        order = torch.rand(len(X), generator=generator).argsort()
        losses = []
        for images, labels in zip(X[order].split(batch_size), y[order].split(batch_size)):
            scores = model(images)
            each = F.cross_entropy(scores, labels, reduction="none")
            model.zero_grad()
            each.mean().backward()
            optimizer.step()
            losses.append(each.detach())
        history.append(torch.cat(losses).mean().item())
    model.train(mode)
    return history
