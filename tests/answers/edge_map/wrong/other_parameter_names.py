# says: The parameters of your function have other names than X and direction, so that a call that names them fails.
# fails: errors


def edge_map(image, way):
    if way not in ("vertical", "horizontal", "diagonal"):
        raise ValueError(f"there is no direction {way!r}")
    if way == "vertical":
        return image[:, :-1] - image[:, 1:]
    if way == "horizontal":
        return image[:-1] - image[1:]
    return image[:-1, :-1] - image[1:, 1:]
