# says: Makes tensors of the shapes and counts their numbers; nothing is computed.
import torch


def conv_cost(in_channels, out_channels, kernel_size, size, stride=1, padding=0, dilation=1, groups=1, bias=True):
    (h, w), (height, width) = kernel_size, size
    if in_channels % groups or out_channels % groups:
        raise ValueError(f"{groups} groups do not divide {in_channels} and {out_channels}")
    span = dilation * (h - 1) + 1, dilation * (w - 1) + 1
    if span[0] > height + 2 * padding or span[1] > width + 2 * padding:
        raise ValueError(f"{kernel_size} does not fit into {size}")
    weight = torch.empty(out_channels, in_channels // groups, h, w)
    padded = torch.empty(height + 2 * padding, width + 2 * padding)
    places = padded.unfold(0, span[0], stride).unfold(1, span[1], stride).shape[:2].numel()
    return weight.numel() + (torch.empty(out_channels).numel() if bias else 0), weight.numel() * places
