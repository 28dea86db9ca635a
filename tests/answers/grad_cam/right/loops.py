# says: Loops over pictures and maps.
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
    cams = []
    for A, g in zip(maps.detach(), gradient, strict=True):
        cam = torch.zeros_like(A[0])
        for k in range(len(A)):
            cam = cam + g[k].mean() * A[k]
        cam = cam.clamp(min=0)
        cams.append(cam / cam.max() if cam.max() > 0 else cam)
    return torch.stack(cams)
