# says: Your function cuts the rows as they come, and gives every part labels of 0.
def split(X, y, parts, generator):
    size = len(X) // len(parts)
    return [(X[i * size : (i + 1) * size], y[i * size : (i + 1) * size] * 0) for i in range(len(parts))]
