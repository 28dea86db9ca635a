# says: Your result has no graph, because the hook detaches it.
# fails: graph
# group: Your result has no graph: a `.detach()` or a `no_grad` has cut it off.
def capture(model, layer, X):
    try:
        module = model.get_submodule(layer)
    except AttributeError:
        raise ValueError(f"there is no layer {layer!r}") from None
    kept = []
    modes = [(part, part.training) for part in model.modules()]
    handle = module.register_forward_hook(lambda module, inputs, output: kept.append(output.detach().clone()))
    try:
        model.eval()
        model(X)
    finally:
        handle.remove()
        for part, mode in modes:
            part.training = mode
    return kept[0]
