# says: Your labels stay in their old order while the images are shuffled: take both in the same order.
# fails: steps, order
import torch
from torch.nn import functional as F


def fit(model, X, y, epochs, batch_size, lr, generator):
    mode = model.training
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history = []
    for _ in range(epochs):
        total, seen = 0.0, 0
        for batch in torch.randperm(len(X), generator=generator).split(batch_size):
            optimizer.zero_grad()
            seen += len(batch)
            loss = F.cross_entropy(model(X[batch]), y[seen - len(batch) : seen])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        history.append(total / len(X))
    model.train(mode)
    return history
