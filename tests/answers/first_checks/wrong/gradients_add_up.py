# says: Your function does not set the gradients to zero before each step, so those of earlier steps add up.
# fails: learns
from copy import deepcopy
from math import log

import torch
from torch.nn import functional as F


def first_checks(model, X, y):
    trial = deepcopy(model).eval()
    scores = trial(X)
    loss = F.cross_entropy(scores, y)
    loss.backward()
    silent = [name for name, part in trial.named_parameters() if part.grad is None or not part.grad.any()]
    other = deepcopy(model).train()
    step = torch.optim.Adam(other.parameters(), lr=0.05)
    learns = False
    for _ in range(100):
        now = F.cross_entropy(other(X[:20]), y[:20])
        if now.item() < 0.1:
            learns = True
            break
        now.backward()
        step.step()
    return {"loss": loss.item(), "chance": log(scores.shape[1]), "silent": silent, "learns": learns}
