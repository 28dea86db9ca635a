# says: Your function refuses a single part: [1.0] is all rows, shuffled.
# fails: rows, labels, shuffled
import torch


def split(X, y, parts, generator):
    if len(X) != len(y):
        raise ValueError(f"there are {len(X)} rows, but {len(y)} labels")
    if len(parts) < 2:
        raise ValueError(f"{len(parts)} part")
    order = torch.randperm(len(X), generator=generator)
    pairs, start = [], 0
    for number, part in enumerate(parts, start=1):
        end = len(X) if number == len(parts) else start + int(len(X) * part)
        rows = order[start:end]
        pairs.append((X[rows], y[rows]))
        start = end
    return pairs
