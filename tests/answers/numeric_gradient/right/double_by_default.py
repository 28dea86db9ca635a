# says: All moved copies first, then their losses; double precision is the default of its notebook.
import torch

torch.set_default_dtype(torch.float64)


def numeric_gradient(f, X, upstream, eps=1e-5):
    x = X.to(torch.get_default_dtype()).flatten()
    steps = torch.cat((torch.eye(len(x)), -torch.eye(len(x)))) * eps
    losses = torch.stack([(f((x + step).reshape(X.shape)) * upstream.to(x.dtype)).sum() for step in steps])
    return ((losses[: len(x)] - losses[len(x) :]) / (2 * eps)).reshape(X.shape)
