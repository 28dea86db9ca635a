# says: Runs the model with other weights, by functional_call, and asks autograd.grad.
import torch


def measured_field(model, size):
    weights = {
        name: torch.zeros_like(values) if "bias" in name else torch.ones_like(values)
        for name, values in model.named_parameters()
    }
    X = torch.ones(1, *size, requires_grad=True)
    Y = torch.func.functional_call(model, {name: values.detach() for name, values in weights.items()}, (X,))
    middle = Y[:, :, Y.shape[2] // 2, Y.shape[3] // 2].sum()
    (gradient,) = torch.autograd.grad(middle, X)
    places = gradient[0].abs().sum(0).nonzero()
    (top, left), (bottom, right) = places.amin(0).tolist(), places.amax(0).tolist()
    return top, left, bottom, right
