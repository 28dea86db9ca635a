# says: Your function keeps the optimizer of its first call, so that later models do not learn: make one in each call.
# fails: steps
# group: Your function computes gradients, but no step changes the model: is the optimizer made in this call, for this model, and does `step()` come after `backward()`?
import torch
from torch.nn import functional as F

kept = {}


def fit(model, X, y, epochs, batch_size, lr, generator):
    mode = model.training
    model.train()
    optimizer = kept.setdefault("adam", torch.optim.Adam(model.parameters(), lr=lr))
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
