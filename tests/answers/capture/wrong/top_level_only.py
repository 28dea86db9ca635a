# says: Your function finds only layers at the top of the model, and none inside another one.
# fails: layer
def capture(model, layer, X):
    try:
        module = dict(model.named_children())[layer]
    except KeyError:
        raise ValueError(f"there is no layer {layer!r}") from None
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
