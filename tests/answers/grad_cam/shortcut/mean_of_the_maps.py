# says: Your function shows the mean of the layer's maps, for whichever class: the scores play no part.
def grad_cam(model, layer, X, target):
    kept = []
    handle = model.get_submodule(layer).register_forward_hook(lambda module, inputs, output: kept.append(output))
    model(X)
    handle.remove()
    maps = kept[0].mean(dim=1)
    return 0.5 * maps / maps.amax(dim=(1, 2), keepdim=True)
