# says: Your parameters have other names than `layer` and `X`, so a call with these names fails.
# fails: sizes
def comp_conv2d(conv, image):
    return conv(image[None, None])[0, 0]
