# says: Cuts a row of zeros into windows with Tensor.unfold and counts them.
import torch


def conv_output_size(n, k, padding=0, stride=1, dilation=1):
    row = torch.zeros(n + 2 * padding)
    span = (k - 1) * dilation + 1
    if span > len(row):
        raise ValueError(f"kernel size {k} does not fit into input size {n}")
    return row.unfold(0, span, stride).shape[0]
