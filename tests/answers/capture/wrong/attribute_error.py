# says: An unknown name ends in the AttributeError of get_submodule instead of a ValueError.
# fails: layer
def capture(model, layer, X):
    module = model.get_submodule(layer)
    kept = []
    modes = [(part, part.training) for part in model.modules()]
    handle = module.register_forward_hook(lambda module, inputs, output: kept.append(output.clone()))
    try:
        model.eval()
        model(X)
    finally:
        handle.remove()
        for part, mode in modes:
            part.training = mode
    return kept[0]
