# says: Your function shuffles once, before the first epoch: draw a new order for each.
# fails: order
import torch
from torch.nn import functional as F


def fit(model, X, y, epochs, batch_size, lr, generator):
    mode = model.training
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history = []
    order = torch.randperm(len(X), generator=generator)
    for _ in range(epochs):
        total = 0.0
        for batch in order.split(batch_size):
            optimizer.zero_grad()
            loss = F.cross_entropy(model(X[batch]), y[batch])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        history.append(total / len(X))
    model.train(mode)
    return history
