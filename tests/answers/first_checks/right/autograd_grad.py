# says: It asks torch.autograd.grad for the gradients, and math for the logarithm.
import math
from copy import deepcopy

import torch
from torch.nn import functional as F


def first_checks(model, X, y):
    trial = deepcopy(model)
    trial.eval()
    scores = trial(X)
    loss = F.cross_entropy(scores, y)
    named = [(name, part) for name, part in trial.named_parameters() if part.requires_grad]
    gradients = torch.autograd.grad(loss, [part for _, part in named], allow_unused=True) if named else []
    reached = {
        name for (name, _), gradient in zip(named, gradients) if gradient is not None and gradient.abs().max() > 0
    }
    return {
        "loss": float(loss),
        "chance": math.log(scores.size(1)),
        "silent": [name for name, _ in trial.named_parameters() if name not in reached],
        "learns": learns(deepcopy(model), X[:20], y[:20]),
    }


def learns(model, X, y):
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), 0.05)
    for step in range(100):
        loss = F.cross_entropy(model(X), y)
        if loss < 0.1:
            return True
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return False
