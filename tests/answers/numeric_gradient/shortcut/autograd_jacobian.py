# says: Your function asks PyTorch for the Jacobian.
import torch


def numeric_gradient(f, X, upstream, eps=1e-5):
    return torch.autograd.functional.jacobian(lambda x: (f(x) * upstream).sum(), X.double())
