# says: It uses the model itself, and puts everything back that it has changed.
import math
from copy import deepcopy

import torch
from torch.nn import functional as F


def first_checks(model, X, y):
    state = deepcopy(model.state_dict())
    gradients = [part.grad for part in model.parameters()]
    modes = [part.training for part in model.modules()]
    for part in model.parameters():
        part.grad = None
    model.eval()
    loss = F.cross_entropy(model(X), y)
    loss.backward()
    silent = [n for n, part in model.named_parameters() if part.grad is None or part.grad.count_nonzero() == 0]
    classes = model(X).shape[1]
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    learns = False
    for _ in range(100):
        small = F.cross_entropy(model(X[:20]), y[:20])
        learns = learns or small.item() < 0.1
        optimizer.zero_grad()
        small.backward()
        optimizer.step()
    with torch.no_grad():
        model.load_state_dict(state)
    for part, gradient in zip(model.parameters(), gradients):
        part.grad = gradient
    for part, mode in zip(model.modules(), modes):
        part.training = mode
    return {"loss": loss.item(), "chance": math.log(classes), "silent": silent, "learns": learns}
