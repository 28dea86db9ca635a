# says: It clears the gradients before the first step, and after each.
import torch
from torch.nn import functional as F


def fit(model, X, y, epochs, batch_size, lr, generator):
    mode = model.training
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    optimizer.zero_grad()
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in torch.randperm(len(X), generator=generator).split(batch_size):
            loss = F.cross_entropy(model(X[batch]), y[batch])
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item() * len(batch)
        history.append(total / len(X))
    model.train(mode)
    return history
