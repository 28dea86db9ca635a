# says: Makes a batch of one image with torch.stack, and unpacks it again.
import torch


def comp_conv2d(layer, X):
    batch = torch.stack([torch.stack([X])])
    ((Y,),) = layer(batch)
    return Y
