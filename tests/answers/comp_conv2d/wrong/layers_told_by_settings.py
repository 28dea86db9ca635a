# says: Your function keeps layers by their settings: a second layer with the same settings and other weights gets the first one's result.
# fails: sizes, single, unchanged
kept = {}


def comp_conv2d(layer, X):
    return kept.setdefault(str(layer), layer)(X[None, None])[0, 0]
