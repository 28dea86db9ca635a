# says: Your function hands in each row as an example of its own, so no window reaches from one row to the next.
# fails: sizes, single, unchanged
def comp_conv2d(layer, X):
    Y = layer(X[:, None, None, :])
    return Y[:, 0, 0, :]
