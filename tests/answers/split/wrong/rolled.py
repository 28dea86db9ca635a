# says: Your function only begins at a random row: neighbours stay neighbours. Draw an order of all rows.
# fails: shuffled
import torch


def split(X, y, parts, generator):
    if len(X) != len(y):
        raise ValueError(f"there are {len(X)} rows, but {len(y)} labels")
    order = torch.arange(len(X)).roll(int(torch.randint(max(len(X), 1), (1,), generator=generator)))
    pairs, start = [], 0
    for number, part in enumerate(parts, start=1):
        end = len(X) if number == len(parts) else start + int(len(X) * part)
        rows = order[start:end]
        pairs.append((X[rows], y[rows]))
        start = end
    return pairs
