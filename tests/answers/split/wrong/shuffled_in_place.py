# says: Your function shuffles X itself, so that the caller's rows and labels no longer fit what else belongs to them: take the rows into new tensors.
# fails: rows
import torch


def split(X, y, parts, generator):
    if len(X) != len(y):
        raise ValueError(f"there are {len(X)} rows, but {len(y)} labels")
    order = torch.randperm(len(X), generator=generator)
    X.copy_(X[order].clone())
    pairs, start = [], 0
    for number, part in enumerate(parts, start=1):
        end = len(X) if number == len(parts) else start + int(len(X) * part)
        rows = order[start:end]
        pairs.append((X[start:end].clone(), y[rows]))
        start = end
    return pairs
