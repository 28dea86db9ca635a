# says: It uses torch.utils.data.random_split with the sizes that it has worked out.


from torch.utils.data import random_split


def split(X, y, parts, generator):
    if len(X) != len(y):
        raise ValueError(f"X has {len(X)} rows, y {len(y)}")
    sizes = [int(len(X) * part) for part in parts]
    sizes[-1] = len(X) - sum(sizes[:-1])
    return [(X[part.indices], y[part.indices]) for part in random_split(range(len(X)), sizes, generator=generator)]
