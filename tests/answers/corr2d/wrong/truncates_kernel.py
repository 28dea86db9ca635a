# says: Your function turns the kernel into the image's dtype: 0.3 becomes 0 when the pixels are whole numbers.
# fails: dtype
import torch


def corr2d(X, K):
    h, w = K.shape
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError(f"kernel {tuple(K.shape)} larger than image {tuple(X.shape)}")
    windows = X.unfold(0, h, 1).unfold(1, w, 1)
    return torch.einsum("ijab,ab->ij", windows, K.to(X.dtype))
