# says: Your function has other names for its parameters: a call by name, corr2d_multi_in(X=…, K=…), does not find them.
# fails: errors
import torch


def corr2d_multi_in(image, kernels):
    if image.shape[0] != kernels.shape[0] or kernels.shape[1] > image.shape[1] or kernels.shape[2] > image.shape[2]:
        raise ValueError(f"{tuple(image.shape)} does not go with {tuple(kernels.shape)}")
    windows = image.unfold(1, kernels.shape[1], 1).unfold(2, kernels.shape[2], 1)
    return torch.einsum("cijab,cab->ij", windows, kernels)
