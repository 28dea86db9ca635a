# says: Your function remembers the measured gradient and uses it again for every X of the same shape.
# fails: floor, refuses
import torch

measured_for = {}


def grad_check(f, X, grad, tol=1e-6):
    if grad.shape != X.shape:
        raise ValueError(f"grad {tuple(grad.shape)} should have the shape of X, {tuple(X.shape)}")
    X = X.double()
    if X.shape not in measured_for:
        measured_for[X.shape] = numeric_gradient(f, X, torch.ones_like(f(X)))  # noqa: F821
    measured = measured_for[X.shape]
    g = grad.double()
    scale = torch.maximum(g.abs(), measured.abs()).clamp(min=0.001)
    errors = (g - measured).abs() / scale
    errors = errors.where(torch.isfinite(g) & torch.isfinite(measured), torch.tensor(float("inf")).double())
    worst = tuple(int(i) for i in torch.unravel_index(errors.argmax(), X.shape))
    error = float(errors.max())
    return error <= tol, worst, error
