# says: Your function does not use lr: the rate is always 0.001.
# fails: steps, history, order
import torch
from torch.nn import functional as F


def fit(model, X, y, epochs, batch_size, lr, generator):
    mode = model.training
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in torch.randperm(len(X), generator=generator).split(batch_size):
            optimizer.zero_grad()
            loss = F.cross_entropy(model(X[batch]), y[batch])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        history.append(total / len(X))
    model.train(mode)
    return history
