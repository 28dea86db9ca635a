# says: Your first row always stays the first: every order of the rows should be possible.
# fails: shuffled
import torch


def split(X, y, parts, generator):
    if len(X) != len(y):
        raise ValueError(f"there are {len(X)} rows, but {len(y)} labels")
    order = torch.cat(
        [torch.zeros(min(1, len(X)), dtype=torch.int64), 1 + torch.randperm(max(len(X) - 1, 0), generator=generator)]
    )
    pairs, start = [], 0
    for number, part in enumerate(parts, start=1):
        end = len(X) if number == len(parts) else start + int(len(X) * part)
        rows = order[start:end]
        pairs.append((X[rows], y[rows]))
        start = end
    return pairs
