# says: Your network is linear: it looks for one picture of each class, and a texture has none.
# fails: seventy, eighty, ninety
from torch import nn


def my_model():
    return nn.Sequential(nn.Flatten(), nn.Linear(1024, 3))
