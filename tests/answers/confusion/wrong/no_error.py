# says: Your function says nothing when the lengths differ: it should raise a ValueError with both.
# fails: counts
import torch


def confusion(y, predicted, classes):
    table = torch.zeros(classes, classes, dtype=torch.int64)
    for true, said in zip(y.tolist(), predicted.tolist(), strict=False):
        table[true, said] += 1
    return table
