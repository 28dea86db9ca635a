# says: Your function counts the classes and takes all of them for right.
import torch


def confusion(y, predicted, classes):
    return torch.diag(torch.bincount(y, minlength=classes)).float()
