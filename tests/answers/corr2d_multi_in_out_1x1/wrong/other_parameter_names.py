# says: Your function has other names for its parameters: a call by name, corr2d_multi_in_out_1x1(X=…, K=…), does not find them.
# fails: errors
def corr2d_multi_in_out_1x1(image, filters):
    (C, H, W), (n, D, h, w) = image.shape, filters.shape
    if (h, w) != (1, 1) or C != D:
        raise ValueError(f"{tuple(filters.shape)} does not go with {tuple(image.shape)}")
    return (filters.flatten(1) @ image.reshape(C, H * W)).reshape(n, H, W)
