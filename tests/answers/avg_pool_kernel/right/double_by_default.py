# says: Spreads an identity matrix over the window, in double precision, the default of its notebook.
import torch

torch.set_default_dtype(torch.float64)


def avg_pool_kernel(pool_size, channels):
    return torch.einsum("oi,hw->oihw", torch.eye(channels), torch.ones(pool_size) / torch.ones(pool_size).sum())
