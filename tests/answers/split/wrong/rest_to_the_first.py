# says: Your first part gets what is left over: the last one should.
# fails: rows
import torch


def split(X, y, parts, generator):
    if len(X) != len(y):
        raise ValueError(f"there are {len(X)} rows, but {len(y)} labels")
    order = torch.randperm(len(X), generator=generator)
    sizes = [int(len(X) * part) for part in parts]
    sizes[0] += len(X) - sum(sizes)
    pairs, start = [], 0
    for size in sizes:
        end = start + size
        rows = order[start:end]
        pairs.append((X[rows], y[rows]))
        start = end
    return pairs
