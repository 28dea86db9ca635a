# says: It counts the numbers of the pairs.
import torch


def confusion(y, predicted, classes):
    if len(y) != len(predicted):
        raise ValueError(f"there are {len(y)} classes, but {len(predicted)} predictions")
    return torch.bincount(y * classes + predicted, minlength=classes**2).reshape(classes, classes)
