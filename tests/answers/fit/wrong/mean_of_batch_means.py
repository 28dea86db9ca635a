# says: Your epoch's loss is the mean of the batches' means: in a smaller last batch an image counts more.
# fails: history, order
import math

import torch
from torch.nn import functional as F


def fit(model, X, y, epochs, batch_size, lr, generator):
    mode = model.training
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in torch.randperm(len(X), generator=generator).split(batch_size):
            optimizer.zero_grad()
            loss = F.cross_entropy(model(X[batch]), y[batch])
            loss.backward()
            optimizer.step()
            total += loss.item() / math.ceil(len(X) / batch_size) * len(X)
        history.append(total / len(X))
    model.train(mode)
    return history
