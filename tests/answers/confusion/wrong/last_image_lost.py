# says: Your function leaves out the last image.
# fails: counts, absent
import torch


def confusion(y, predicted, classes):
    if len(y) != len(predicted):
        raise ValueError(f"there are {len(y)} classes, but {len(predicted)} predictions")
    table = torch.zeros(classes, classes, dtype=torch.int64)
    for true, said in zip(y.tolist()[:-1], predicted.tolist()[:-1], strict=True):
        table[true, said] += 1
    return table
