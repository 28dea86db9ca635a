# says: The parameters have other names than in the statement, so a call by keyword fails.
# fails: pictures
import torch


def grad_cam(net, name, images, classes):
    kept = []

    def keep(module, inputs, output):
        kept.append(output)
        return output.clone()

    handle = net.get_submodule(name).register_forward_hook(keep)
    try:
        scores = net(images.detach().clone().requires_grad_())
    finally:
        handle.remove()
    picked = scores[torch.arange(len(images)), classes]
    maps = kept[0]
    gradient = torch.autograd.grad(picked.sum(), maps)[0]
    weights = gradient.mean(dim=(2, 3), keepdim=True)
    cam = (weights * maps.detach()).sum(dim=1).relu()
    largest = cam.amax(dim=(1, 2), keepdim=True)
    return cam / torch.where(largest > 0, largest, 1.0)
