# says: NumPy's sliding_window_view and einsum, turned back into a tensor.
import numpy as np
import torch


def corr2d(X, K):
    image, kernel = X.numpy(), K.numpy()
    room = np.result_type(image, kernel, np.int64)
    if (np.array(kernel.shape) > np.array(image.shape)).any():
        raise ValueError(f"kernel {kernel.shape} larger than image {image.shape}")
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return torch.from_numpy(np.einsum("ijab,ab->ij", windows, kernel, dtype=room, casting="same_kind"))
