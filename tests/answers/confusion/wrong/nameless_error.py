# says: Your error does not name the two lengths.
# fails: counts
import torch


def confusion(y, predicted, classes):
    if len(y) != len(predicted):
        raise ValueError("the lengths differ")
    table = torch.zeros(classes, classes, dtype=torch.int64)
    for true, said in zip(y.tolist(), predicted.tolist(), strict=True):
        table[true, said] += 1
    return table
