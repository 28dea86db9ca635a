# says: It adds ones at all pairs at once.
import torch


def confusion(y, predicted, classes):
    if len(y) != len(predicted):
        raise ValueError(f"there are {len(y)} classes, but {len(predicted)} predictions")
    table = torch.zeros(classes, classes, dtype=torch.int64)
    return table.index_put((y, predicted), torch.ones_like(y), accumulate=True)
