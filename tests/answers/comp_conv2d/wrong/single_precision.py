# says: Your function turns the image into float32. The layer may work in float64, and then it refuses such an image.
# fails: sizes
def comp_conv2d(layer, X):
    return layer(X.float()[None, None])[0, 0]
