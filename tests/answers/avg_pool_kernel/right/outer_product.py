# says: Multiplies an identity matrix with a mean kernel by einsum, in float64.
import torch


def avg_pool_kernel(pool_size, channels):
    mean = torch.ones(pool_size, dtype=torch.float64)
    mean /= mean.sum()
    return torch.einsum("oi,hw->oihw", torch.eye(channels, dtype=torch.float64), mean)
