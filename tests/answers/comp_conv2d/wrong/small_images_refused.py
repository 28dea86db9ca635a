# says: Your function refuses an image that is smaller than the kernel. The layer's padding may make room for it.
# fails: single
def comp_conv2d(layer, X):
    if X.shape[0] < layer.kernel_size[0] or X.shape[1] < layer.kernel_size[1]:
        raise ValueError(f"the image {tuple(X.shape)} is smaller than the kernel {layer.kernel_size}")
    return layer(X[None, None])[0, 0]
