# says: Your function moves the map to the range from 0 to 1 before the ReLU, which then does nothing.
# fails: weights, positive, target, pictures, traces
import torch


def grad_cam(model, layer, X, target):
    kept = []

    def keep(module, inputs, output):
        kept.append(output)
        return output.clone()

    handle = model.get_submodule(layer).register_forward_hook(keep)
    try:
        scores = model(X.detach().clone().requires_grad_())
    finally:
        handle.remove()
    picked = scores[torch.arange(len(X)), target]
    maps = kept[0]
    gradient = torch.autograd.grad(picked.sum(), maps)[0]
    weights = gradient.mean(dim=(2, 3), keepdim=True)
    cam = (weights * maps.detach()).sum(dim=1)
    largest = cam.amax(dim=(1, 2), keepdim=True)
    smallest = cam.amin(dim=(1, 2), keepdim=True)
    span = largest - smallest
    return ((cam - smallest) / torch.where(span > 0, span, 1.0)).relu()
