# says: The kernel turned twice by 90°, and the notebook's own corr2d.
import torch


def conv2d_strict(X, K):
    return corr2d(X, torch.rot90(K, 2))  # noqa: F821
