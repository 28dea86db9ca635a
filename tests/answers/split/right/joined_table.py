# says: It sorts by random numbers, and cuts both with torch.split.
import math

import torch


def split(X, y, parts, generator):
    if X.shape[0] != y.shape[0]:
        raise ValueError(f"X has {X.shape[0]} rows and y has {y.shape[0]}")
    order = torch.rand(len(X), dtype=torch.float64, generator=generator).argsort()
    sizes = [math.floor(len(X) * part) for part in parts[:-1]]
    sizes.append(len(X) - sum(sizes))
    return list(zip(X[order].split(sizes), y[order].split(sizes)))
