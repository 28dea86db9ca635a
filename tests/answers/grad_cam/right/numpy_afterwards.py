# says: From the gradient on it works with NumPy.
import numpy as np
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
    A, g = maps.detach().numpy(), gradient.numpy()
    cam = np.maximum((A * g.mean(axis=(2, 3), keepdims=True)).sum(axis=1), 0)
    largest = cam.max(axis=(1, 2), keepdims=True)
    return torch.from_numpy(np.divide(cam, largest, out=np.zeros_like(cam), where=largest > 0))
