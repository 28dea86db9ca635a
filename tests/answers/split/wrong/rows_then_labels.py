# says: Your list holds all rows first, and then all labels: there should be a pair (X_i, y_i) for each part.
# fails: rows, labels, shuffled
import torch


def split(X, y, parts, generator):
    if len(X) != len(y):
        raise ValueError(f"there are {len(X)} rows, but {len(y)} labels")
    sizes = [int(len(X) * part) for part in parts[:-1]]
    sizes.append(len(X) - sum(sizes))
    order = torch.randperm(len(X), generator=generator).split(sizes)
    return [X[rows] for rows in order] + [y[rows] for rows in order]
