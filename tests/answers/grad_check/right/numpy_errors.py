# says: NumPy's maximum, argmax and unravel_index.
import numpy as np
import torch


def grad_check(f, X, grad, tol=1e-6):
    if grad.shape != X.shape:
        raise ValueError(f"shapes: {tuple(grad.shape)} and {tuple(X.shape)}")
    n = numeric_gradient(f, X, torch.ones(f(X.double()).shape)).numpy()  # noqa: F821
    g = grad.double().numpy()
    with np.errstate(invalid="ignore"):
        errors = np.abs(g - n) / np.maximum(np.maximum(np.abs(g), np.abs(n)), 0.001)
    errors[~(np.isfinite(g) & np.isfinite(n))] = np.inf
    place = np.unravel_index(errors.argmax(), errors.shape)
    return bool(errors.max() <= tol), tuple(map(int, place)), float(errors.max())
