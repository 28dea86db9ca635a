# says: Image and result turned twice by 90° each, around the notebook's own corr2d.
import torch


def conv2d_strict_by_input(X, K):
    return torch.rot90(corr2d(torch.rot90(X, 2), K), 2)  # noqa: F821
