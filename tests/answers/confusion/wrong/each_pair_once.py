# says: Your table says only whether a pair occurs: `table[y, predicted] += 1` counts a pair once, however often it comes.
# fails: counts, absent
import torch


def confusion(y, predicted, classes):
    if len(y) != len(predicted):
        raise ValueError(f"there are {len(y)} classes, but {len(predicted)} predictions")
    table = torch.zeros(classes, classes, dtype=torch.int64)
    table[y, predicted] += 1
    return table
