# says: Your function keeps the first layer that it gets and calls that one ever after.
# fails: sizes, single, unchanged
kept = []


def comp_conv2d(layer, X):
    kept.append(layer)
    return kept[0](X[None, None])[0, 0]
