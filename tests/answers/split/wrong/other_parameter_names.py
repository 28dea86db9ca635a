# says: Your parameters have other names than the statement's: X, y, parts, generator.
# fails: rows
import torch


def split(X, y, fractions, generator):
    if len(X) != len(y):
        raise ValueError(f"there are {len(X)} rows, but {len(y)} labels")
    order = torch.randperm(len(X), generator=generator)
    pairs, start = [], 0
    for number, part in enumerate(fractions, start=1):
        end = len(X) if number == len(fractions) else start + int(len(X) * part)
        rows = order[start:end]
        pairs.append((X[rows], y[rows]))
        start = end
    return pairs
