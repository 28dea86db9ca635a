# says: Your function runs the model under no_grad, so the result has no graph.
# fails: graph
# group: Your result has no graph: a `.detach()` or a `no_grad` has cut it off.
import torch


def capture(model, layer, X):
    try:
        module = model.get_submodule(layer)
    except AttributeError:
        raise ValueError(f"there is no layer {layer!r}") from None
    kept = []
    modes = [(part, part.training) for part in model.modules()]
    handle = module.register_forward_hook(lambda module, inputs, output: kept.append(output.clone()))
    try:
        model.eval()
        with torch.no_grad():
            model(X)
    finally:
        handle.remove()
        for part, mode in modes:
            part.training = mode
    return kept[0]
