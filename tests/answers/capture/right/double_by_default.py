# says: A hook that keeps a product with one, in a notebook of double precision.
import torch

torch.set_default_dtype(torch.float64)


def capture(model, layer, X):
    try:
        module = model.get_submodule(layer)
    except AttributeError:
        raise ValueError(f"there is no layer {layer!r}") from None
    kept = []
    modes = [(part, part.training) for part in model.modules()]
    handle = module.register_forward_hook(lambda module, inputs, output: kept.append(output * 1.0))
    try:
        model.eval()
        model(X)
    finally:
        handle.remove()
        for part, mode in modes:
            part.training = mode
    return kept[0]
