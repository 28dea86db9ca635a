# says: Your function returns all rows in every part and draws nothing.
import torch


def split(X, y, parts, generator):
    return [(X.clone(), torch.zeros(len(y))) for _ in parts]
