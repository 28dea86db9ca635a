# says: Your function returns a tensor with one number in it. A plain Python int is asked for.
# fails: places, stride, fits
import torch


def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    way = torch.tensor(n + 2 * padding - dilation * (k - 1) - 1)
    if way < 0:
        raise ValueError(f"kernel {k} does not fit into {n}")
    return way // stride + 1
