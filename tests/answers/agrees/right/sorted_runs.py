# says: It sorts and gives each run of equal values the mean of its places.
def ranks_of(values):
    flat = values.detach().reshape(-1).tolist()
    order = sorted(range(len(flat)), key=flat.__getitem__)
    ranks, start = [0.0] * len(flat), 0
    while start < len(order):
        end = start
        while end < len(order) and flat[order[end]] == flat[order[start]]:
            end += 1
        for place in order[start:end]:
            ranks[place] = (start + 1 + end) / 2
        start = end
    return ranks


def agrees(map_a, map_b):
    if map_a.shape != map_b.shape:
        raise ValueError(f"shapes {tuple(map_a.shape)} and {tuple(map_b.shape)}")
    a, b = ranks_of(map_a), ranks_of(map_b)
    mean = (len(a) + 1) / 2
    product = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    sizes = sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)
    return product / sizes**0.5 if sizes else 0.0
