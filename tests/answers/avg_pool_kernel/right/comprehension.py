# says: Stacks rows of kernels: the mean on the diagonal, zeros beside it. Returns a view that is expanded.
import torch


def avg_pool_kernel(pool_size, channels):
    area = pool_size[0] * pool_size[1]
    matrix = torch.tensor([[1 / area if i == o else 0.0 for i in range(channels)] for o in range(channels)])
    return matrix[:, :, None, None].expand(channels, channels, *pool_size)
