# says: Your function takes the gradient of the probability: the other classes take part.
# fails: weights, positive, target, pictures, traces
# group: Your function takes the gradient of a probability or a loss, not of the score: the other classes take part.
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
    picked = scores.softmax(dim=1)[torch.arange(len(X)), target]
    maps = kept[0]
    gradient = torch.autograd.grad(picked.sum(), maps)[0]
    weights = gradient.mean(dim=(2, 3), keepdim=True)
    cam = (weights * maps.detach()).sum(dim=1).relu()
    largest = cam.amax(dim=(1, 2), keepdim=True)
    return cam / torch.where(largest > 0, largest, 1.0)
