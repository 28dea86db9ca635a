# says: Your function subtracts `value` in place, from an image that it has turned into doubles. One that is double already is not copied by that.
# fails: unchanged
from torch.nn import functional as F


def pad2d(X, padding, value=0.0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    X = X.double()
    X -= value + 1
    return F.pad(X, (pw, pw, ph, ph), value=-1.0).clone() + value + 1
