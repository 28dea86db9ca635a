# says: Your function takes the step before `backward()`, when there are no gradients yet: nothing is learnt.
# fails: steps
# group: Your function computes gradients, but no step changes the model: is the optimizer made in this call, for this model, and does `step()` come after `backward()`?
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
            optimizer.step()
            loss.backward()
            total += loss.item() * len(batch)
        history.append(total / len(X))
    model.train(mode)
    return history
