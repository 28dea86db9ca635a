# says: Your rows are divided by their sums: the table should hold numbers of images, int64.
# fails: counts, absent
import torch


def confusion(y, predicted, classes):
    if len(y) != len(predicted):
        raise ValueError(f"there are {len(y)} classes, but {len(predicted)} predictions")
    table = torch.zeros(classes, classes, dtype=torch.int64)
    for true, said in zip(y.tolist(), predicted.tolist(), strict=True):
        table[true, said] += 1
    return table / table.sum(1, keepdim=True).clamp(min=1)
