# says: Your table ends with the largest class that occurs: there are `classes` rows and columns.
# fails: absent
import torch


def confusion(y, predicted, classes):
    if len(y) != len(predicted):
        raise ValueError(f"there are {len(y)} classes, but {len(predicted)} predictions")
    classes = int(max(y.max(), predicted.max())) + 1 if len(y) else classes
    table = torch.zeros(classes, classes, dtype=torch.int64)
    for true, said in zip(y.tolist(), predicted.tolist(), strict=True):
        table[true, said] += 1
    return table
