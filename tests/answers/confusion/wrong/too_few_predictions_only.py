# says: Your function notices missing predictions only: there may be too many, too.
# fails: counts
import torch


def confusion(y, predicted, classes):
    if len(y) > len(predicted):
        raise ValueError(f"there are {len(y)} classes, but {len(predicted)} predictions")
    table = torch.zeros(classes, classes, dtype=torch.int64)
    for true, said in zip(y.tolist(), predicted.tolist(), strict=False):
        table[true, said] += 1
    return table
