# says: The parameters have other names than in the statement, so a call by keyword fails.
# fails: layer
def capture(net, name, images):
    try:
        module = net.get_submodule(name)
    except AttributeError:
        raise ValueError(f"there is no layer {name!r}") from None
    kept = []
    modes = [(part, part.training) for part in net.modules()]
    handle = module.register_forward_hook(lambda module, inputs, output: kept.append(output.clone()))
    try:
        net.eval()
        net(images)
    finally:
        handle.remove()
        for part, mode in modes:
            part.training = mode
    return kept[0]
