# says: The weighted sum is an einsum, and a little is added to the largest value.
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
    cam = torch.einsum("nkij,nk->nij", maps.detach(), gradient.mean(dim=(2, 3))).clamp(min=0)
    largest = cam.amax(dim=(1, 2), keepdim=True)
    return cam / (largest + 1e-12)
