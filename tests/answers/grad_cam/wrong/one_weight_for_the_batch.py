# says: Your function takes the mean of the gradients over the pictures as well, so all pictures share their weights.
# fails: pictures
# group: Your function mixes the pictures of a batch: the weights of each picture come from its own target alone.
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
    weights = gradient.mean(dim=(0, 2, 3), keepdim=True)
    cam = (weights * maps.detach()).sum(dim=1).relu()
    largest = cam.amax(dim=(1, 2), keepdim=True)
    return cam / torch.where(largest > 0, largest, 1.0)
