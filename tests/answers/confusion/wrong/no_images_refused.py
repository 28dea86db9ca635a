# says: Your function fails without images: then the table is all zeros.
# fails: absent
import torch


def confusion(y, predicted, classes):
    if len(y) != len(predicted):
        raise ValueError(f"there are {len(y)} classes, but {len(predicted)} predictions")
    if len(y) == 0:
        raise ValueError("no images")
    table = torch.zeros(classes, classes, dtype=torch.int64)
    for true, said in zip(y.tolist(), predicted.tolist(), strict=True):
        table[true, said] += 1
    return table
