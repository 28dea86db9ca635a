# says: Your function cuts first and shuffles within each part: of sorted data each part still has other classes. Shuffle first, then cut.
# fails: shuffled
import torch


def split(X, y, parts, generator):
    if len(X) != len(y):
        raise ValueError(f"there are {len(X)} rows, but {len(y)} labels")
    order = torch.arange(len(X))
    pairs, start = [], 0
    for number, part in enumerate(parts, start=1):
        end = len(X) if number == len(parts) else start + int(len(X) * part)
        rows = start + torch.randperm(end - start, generator=generator)
        pairs.append((X[rows], y[rows]))
        start = end
    return pairs
