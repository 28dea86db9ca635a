# says: Your parts begin one row too early, so they share rows: what is tested on has been learnt.
# fails: rows, shuffled
import torch


def split(X, y, parts, generator):
    if len(X) != len(y):
        raise ValueError(f"there are {len(X)} rows, but {len(y)} labels")
    order = torch.randperm(len(X), generator=generator)
    pairs, start = [], 0
    for number, part in enumerate(parts, start=1):
        end = len(X) if number == len(parts) else start + int(len(X) * part)
        rows = order[max(start - 1, 0) : end]
        pairs.append((X[rows], y[rows]))
        start = end
    return pairs
