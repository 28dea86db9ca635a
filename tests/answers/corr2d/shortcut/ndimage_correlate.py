# says: Your function calls SciPy's image filter and cuts off the border.
import torch
from scipy import ndimage


def corr2d(X, K):
    (H, W), (h, w) = X.shape, K.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    full = ndimage.correlate(X.double().numpy(), K.double().numpy(), mode="constant")
    return torch.from_numpy(full)[h // 2 : h // 2 + H - h + 1, w // 2 : w // 2 + W - w + 1]
