# says: Your parameters have other names than the statement's: y, predicted, classes.
# fails: counts
import torch


def confusion(y, y_hat, classes):
    if len(y) != len(y_hat):
        raise ValueError(f"there are {len(y)} classes, but {len(y_hat)} predictions")
    table = torch.zeros(classes, classes, dtype=torch.int64)
    for true, said in zip(y.tolist(), y_hat.tolist(), strict=True):
        table[true, said] += 1
    return table
