# says: The parameters of your function have other names than X and K, so that a call that names them fails.
# fails: errors


def corr2d(image, kernel):
    H, W = image.shape
    h, w = kernel.shape
    if h > H or w > W:
        raise ValueError(f"the kernel {(h, w)} is larger than the image {(H, W)}")
    return (image.double().unfold(0, h, 1).unfold(1, w, 1) * kernel.double()).sum((2, 3))
