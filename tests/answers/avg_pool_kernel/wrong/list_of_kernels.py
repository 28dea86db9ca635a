# says: Your function returns a list of kernels; one tensor of shape (C, C, h, w) is asked for.
# fails: weights, channels, convolution
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    kernels = []
    for c in range(channels):
        kernel = torch.zeros(channels, h, w)
        kernel[c] = 1 / (h * w)
        kernels.append(kernel)
    return kernels
