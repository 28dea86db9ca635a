# says: It takes all 100 steps and looks at the smallest loss.
from copy import deepcopy

import numpy as np
import torch
from torch.nn import functional as F


def first_checks(model, X, y):
    result = {}
    copied = deepcopy(model)
    copied.eval()
    copied.zero_grad(set_to_none=True)
    scores = copied(X)
    loss = -scores.log_softmax(1)[range(len(y)), y].mean()
    result["loss"] = loss.detach().item()
    result["chance"] = float(np.log(scores.shape[1]))
    loss.backward()
    result["silent"] = []
    for name, part in copied.named_parameters():
        if part.grad is None or (part.grad == 0).all():
            result["silent"].append(name)
    other = deepcopy(model)
    other.train()
    optimizer = torch.optim.Adam(other.parameters(), lr=5e-2)
    losses = []
    for _ in range(100):
        optimizer.zero_grad()
        out = F.cross_entropy(other(X[:20]), y[:20])
        losses.append(out.item())
        out.backward()
        optimizer.step()
    result["learns"] = min(losses) < 0.1
    return result
