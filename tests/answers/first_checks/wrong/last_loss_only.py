# says: Your function asks the last step alone: it is enough if the loss of any step is below 0.1.
# fails: learns
from copy import deepcopy

import torch
from torch.nn import functional as F


def first_checks(model, X, y):
    trial = deepcopy(model).eval()
    scores = trial(X)
    loss = F.cross_entropy(scores, y)
    loss.backward()
    silent = [name for name, part in trial.named_parameters() if part.grad is None or not part.grad.any()]

    learner = deepcopy(model).train()
    optimizer = torch.optim.Adam(learner.parameters(), lr=0.05)
    learns = False
    for _ in range(100):
        optimizer.zero_grad()
        step_loss = F.cross_entropy(learner(X[:20]), y[:20])
        learns = step_loss.item() < 0.1
        step_loss.backward()
        optimizer.step()
    return {
        "loss": loss.item(),
        "chance": torch.tensor(scores.shape[1]).log().item(),
        "silent": silent,
        "learns": learns,
    }
