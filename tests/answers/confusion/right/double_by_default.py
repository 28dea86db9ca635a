# says: It works in double precision, and counts comparisons.
import torch

torch.set_default_dtype(torch.float64)


def confusion(y, predicted, classes):
    if y.shape != predicted.shape:
        raise ValueError(f"{tuple(y.shape)} and {tuple(predicted.shape)}")
    numbers = torch.arange(classes)
    rows, columns = y[:, None] == numbers, predicted[:, None] == numbers
    return (rows.double().t() @ columns.double()).round().long()
