# says: It retains the gradient of the maps, calls backward, and puts the parameters' gradients back.
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
    maps.retain_grad()
    before = [part.grad for part in model.parameters()]
    for part in model.parameters():
        part.grad = None
    picked.sum().backward()
    for part, old in zip(model.parameters(), before, strict=True):
        part.grad = old
    gradient = maps.grad
    weights = gradient.mean(dim=(2, 3), keepdim=True)
    cam = (weights * maps.detach()).sum(dim=1).relu()
    largest = cam.amax(dim=(1, 2), keepdim=True)
    return cam / torch.where(largest > 0, largest, 1.0)
