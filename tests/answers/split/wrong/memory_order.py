# says: Your function reads the rows in the order in which the numbers lie in memory: for a transposed tensor that is another one.
# fails: rows
import torch


def split(X, y, parts, generator):
    if len(X) != len(y):
        raise ValueError(f"there are {len(X)} rows, but {len(y)} labels")
    X = X.as_strided(X.shape, torch.empty(X.shape).stride())
    order = torch.randperm(len(X), generator=generator)
    pairs, start = [], 0
    for number, part in enumerate(parts, start=1):
        end = len(X) if number == len(parts) else start + int(len(X) * part)
        rows = order[start:end]
        pairs.append((X[rows], y[rows]))
        start = end
    return pairs
