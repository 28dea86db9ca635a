# says: Your function numbers the classes that occur anew: class 3 keeps row 3.
# fails: absent
import torch


def confusion(y, predicted, classes):
    if len(y) != len(predicted):
        raise ValueError(f"there are {len(y)} classes, but {len(predicted)} predictions")
    found = torch.cat([y, predicted]).unique()
    y, predicted = torch.searchsorted(found, y), torch.searchsorted(found, predicted)
    table = torch.zeros(classes, classes, dtype=torch.int64)
    for true, said in zip(y.tolist(), predicted.tolist(), strict=True):
        table[true, said] += 1
    return table
