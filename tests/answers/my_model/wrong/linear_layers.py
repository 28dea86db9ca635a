# says: Your network has linear layers only: each place has weights of its own, and where something is says nothing about a texture.
# fails: seventy, eighty, ninety
from torch import nn


def my_model():
    return nn.Sequential(nn.Flatten(), nn.Linear(1024, 14), nn.ReLU(), nn.Linear(14, 3))
