# says: Your function writes into the caller's predictions: leave them as they are.
# fails: counts
import torch


def confusion(y, predicted, classes):
    if len(y) != len(predicted):
        raise ValueError(f"there are {len(y)} classes, but {len(predicted)} predictions")
    predicted += y * classes
    return torch.bincount(predicted, minlength=classes**2).reshape(classes, classes)
