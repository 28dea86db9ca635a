# says: Your errors are relative to the measured gradient itself where it is larger, and not to its size: negative ones never are.
# fails: worst
import torch


def grad_check(f, X, grad, tol=1e-6):
    if grad.shape != X.shape:
        raise ValueError(f"grad {tuple(grad.shape)} should have the shape of X, {tuple(X.shape)}")
    X = X.double()
    measured = numeric_gradient(f, X, torch.ones_like(f(X)))  # noqa: F821
    g = grad.double()
    scale = torch.maximum(g.abs(), measured).clamp(min=0.001)
    errors = (g - measured).abs() / scale
    errors = errors.where(torch.isfinite(g) & torch.isfinite(measured), torch.tensor(float("inf")).double())
    worst = tuple(int(i) for i in torch.unravel_index(errors.argmax(), X.shape))
    error = float(errors.max())
    return error <= tol, worst, error
