# says: It multiplies the one-hot codes.
from torch.nn import functional as F


def confusion(y, predicted, classes):
    if len(y) != len(predicted):
        raise ValueError(f"there are {len(y)} classes, but {len(predicted)} predictions")
    return F.one_hot(y, classes).t() @ F.one_hot(predicted, classes)
