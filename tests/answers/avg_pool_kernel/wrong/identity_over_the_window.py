# says: When window and channels have the same size, your identity matrix lies over the pixels of the window and not over the channels.
# fails: channels, convolution
import torch


def avg_pool_kernel(pool_size, channels):
    h, w = pool_size
    diagonal = torch.eye(channels)
    if (h, w) != (channels, channels):
        diagonal = diagonal[:, :, None, None]
    return diagonal * torch.full((channels, channels, h, w), 1 / (h * w))
