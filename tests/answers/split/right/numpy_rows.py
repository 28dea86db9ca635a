# says: It shuffles a list of row numbers by hand, as Fisher and Yates did.
import torch


def split(X, y, parts, generator):
    N = len(X)
    if N != len(y):
        raise ValueError(f"lengths {N} and {len(y)}")
    rows = list(range(N))
    for i in range(N - 1, 0, -1):
        j = int(torch.randint(i + 1, (1,), generator=generator))
        rows[i], rows[j] = rows[j], rows[i]
    pairs = []
    for part in parts[:-1]:
        count = int(N * part)
        pairs.append((X[rows[:count]], y[rows[:count]]))
        rows = rows[count:]
    pairs.append((X[rows], y[rows]))
    return pairs
