# says: Your result has the dtype of the image, so on an image of whole numbers a frame of 0.3 is cut down to 0.
# fails: value
from torch.nn import functional as F


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    return F.pad(X, (pw, pw, ph, ph), value=value).clone()
