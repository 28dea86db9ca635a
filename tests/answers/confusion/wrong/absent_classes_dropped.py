# says: Your table has rows for the classes that occur only: there is a row and a column for each of the `classes`.
# fails: absent
import torch


def confusion(y, predicted, classes):
    if len(y) != len(predicted):
        raise ValueError(f"there are {len(y)} classes, but {len(predicted)} predictions")
    table = torch.zeros(classes, classes, dtype=torch.int64)
    for true, said in zip(y.tolist(), predicted.tolist(), strict=True):
        table[true, said] += 1
    there = (table.sum(0) + table.sum(1)) > 0
    return table[there][:, there]
