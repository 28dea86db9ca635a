# says: Your hook stays on the layer when the model raises an error: it is removed only after a run that went well.
# fails: traces
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
        model(X)
    finally:
        for part, mode in modes:
            part.training = mode
    handle.remove()
    return kept[0]
