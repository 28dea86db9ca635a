# says: Your function lets autograd compute the gradient that it compares with.
import torch


def grad_check(f, X, grad, tol=1e-6):
    x = X.double().requires_grad_()
    f(x).sum().backward()
    errors = (grad - x.grad).abs() / torch.maximum(grad.abs(), x.grad.abs()).clamp(min=0.001)
    worst = tuple(int(i) for i in torch.unravel_index(errors.argmax(), X.shape))
    return bool(errors.max() <= tol), worst, float(errors.max())
