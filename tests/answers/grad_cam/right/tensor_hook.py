# says: A hook on the maps themselves catches their gradient on the way back; the step back goes to the pixels.
import torch


def grad_cam(model, layer, X, target):
    kept, gradients = [], []

    def keep(module, inputs, output):
        kept.append(output)
        output.register_hook(gradients.append)
        return output.clone()

    handle = model.get_submodule(layer).register_forward_hook(keep)
    try:
        pixels = X.detach().clone().requires_grad_()
        scores = model(pixels)
    finally:
        handle.remove()
    picked = scores[torch.arange(len(X)), target]
    maps = kept[0]
    torch.autograd.grad(picked.sum(), pixels)
    gradient = gradients[0]
    weights = gradient.mean(dim=(2, 3), keepdim=True)
    cam = (weights * maps.detach()).sum(dim=1).relu()
    largest = cam.amax(dim=(1, 2), keepdim=True)
    return cam / torch.where(largest > 0, largest, 1.0)
