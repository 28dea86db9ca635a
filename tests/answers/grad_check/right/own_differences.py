# says: Measures the gradient itself, with its own loop.
import torch


def grad_check(f, X, grad, tol=1e-6):
    if grad.shape != X.shape:
        raise ValueError(f"grad is {tuple(grad.shape)}, X is {tuple(X.shape)}")
    x = X.double()
    units = torch.eye(X.numel(), dtype=torch.float64).reshape(-1, *X.shape) * 1e-5
    measured = torch.stack([(f(x + unit).sum() - f(x - unit).sum()) / 2e-5 for unit in units])
    g = grad.double().flatten()
    errors = (g - measured).abs() / torch.stack((g.abs(), measured.abs(), torch.full_like(g, 1e-3))).amax(dim=0)
    errors = torch.nan_to_num(errors, nan=float("inf"))
    errors[g.isinf() | measured.isinf()] = float("inf")
    place, worst = int(errors.argmax()), []
    for length in reversed(X.shape):
        place, at = divmod(place, length)
        worst.insert(0, at)
    return bool(errors.max() <= tol), tuple(worst), errors.max().item()
