# says: Your parts are rounded up: ⌊N · part⌋ rounds down.
# fails: rows
import math

import torch


def split(X, y, parts, generator):
    if len(X) != len(y):
        raise ValueError(f"there are {len(X)} rows, but {len(y)} labels")
    order = torch.randperm(len(X), generator=generator)
    pairs, start = [], 0
    for number, part in enumerate(parts, start=1):
        end = len(X) if number == len(parts) else start + math.ceil(len(X) * part)
        rows = order[start:end]
        pairs.append((X[rows], y[rows]))
        start = end
    return pairs
