# says: Your function reads the image's memory as if its rows followed each other. A transposed image or a slice lies there otherwise.
# fails: sizes
def comp_conv2d(layer, X):
    H, W = X.shape
    return layer(X.as_strided((1, 1, H, W), (H * W, H * W, W, 1)))[0, 0]
