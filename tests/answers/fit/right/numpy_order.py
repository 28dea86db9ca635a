# says: It draws a seed for NumPy from the generator, and shuffles with NumPy.
import numpy as np
import torch
from torch.nn import functional as F


def fit(model, X, y, epochs, batch_size, lr, generator):
    mode = model.training
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history = []
    for _ in range(epochs):
        total = 0.0
        seed = int(torch.randint(2**31, (1,), generator=generator))
        rows = torch.from_numpy(np.random.default_rng(seed).permutation(len(X)))
        for batch in rows.split(batch_size):
            optimizer.zero_grad()
            loss = F.cross_entropy(model(X[batch]), y[batch])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        history.append(total / len(X))
    model.train(mode)
    return history
