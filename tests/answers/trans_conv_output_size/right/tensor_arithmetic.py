# says: Computes the end of every stamp as a tensor and takes the largest.
import torch


def trans_conv_output_size(n, k, stride=1, padding=0, output_padding=0):
    ends = torch.arange(n) * stride + k
    return int(ends.max()) - padding - padding + output_padding
