# says: Your function adds the new dimensions behind height and width. The layer wants them in front: (example, channel, height, width).
# fails: sizes, single, unchanged
def comp_conv2d(layer, X):
    Y = layer(X[:, :, None, None])
    return Y[:, :, 0, 0]
