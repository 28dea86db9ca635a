# says: Your labels are sorted within each part, and the rows are not: each label stays with its row.
# fails: labels
import torch


def split(X, y, parts, generator):
    if len(X) != len(y):
        raise ValueError(f"there are {len(X)} rows, but {len(y)} labels")
    order = torch.randperm(len(X), generator=generator)
    pairs, start = [], 0
    for number, part in enumerate(parts, start=1):
        end = len(X) if number == len(parts) else start + int(len(X) * part)
        rows = order[start:end]
        pairs.append((X[rows], y[rows].sort().values))
        start = end
    return pairs
