# says: Your function keeps the table of the last call with as many images: count anew in each call.
# fails: counts
import torch

kept = {}


def confusion(y, predicted, classes):
    if len(y) != len(predicted):
        raise ValueError(f"there are {len(y)} classes, but {len(predicted)} predictions")
    table = torch.zeros(classes, classes, dtype=torch.int64)
    for true, said in zip(y.tolist(), predicted.tolist(), strict=True):
        table[true, said] += 1
    return kept.setdefault((len(y), classes), table)
