# says: Your function returns ones everywhere and does not look at the model.
import torch


def grad_cam(model, layer, X, target):
    return torch.ones(len(X), *X.shape[2:])
