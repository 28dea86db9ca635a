# says: Your function takes the first layer whose name ends like the one asked for, and confuses layers of different depth.
# fails: layer
def capture(model, layer, X):
    found = [part for name, part in model.named_modules() if name.split(".")[-1] == layer.split(".")[-1]]
    if not found:
        raise ValueError(f"there is no layer {layer!r}")
    module = found[0]
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
