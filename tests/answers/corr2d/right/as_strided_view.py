# says: as_strided makes a view of all windows, with the strides that the image really has.


def corr2d(X, K):
    h, w = K.shape
    out = (X.size(0) - h + 1, X.size(1) - w + 1)
    if min(out) <= 0:
        raise ValueError(f"no window of {h} x {w} in an image of {X.size(0)} x {X.size(1)}")
    X, K = X.double(), K.double()  # a transposed image keeps its strides
    sh, sw = X.stride()
    windows = X.as_strided((*out, h, w), (sh, sw, sh, sw), X.storage_offset())
    return (windows * K).sum(dim=(2, 3))
