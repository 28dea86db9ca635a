# says: It asks SciPy for the rank correlation, and treats constant maps itself.
from scipy.stats import spearmanr


def agrees(map_a, map_b):
    if map_a.shape != map_b.shape:
        raise ValueError(f"shapes {tuple(map_a.shape)} and {tuple(map_b.shape)}")
    a, b = (part.detach().numpy().reshape(-1) for part in (map_a, map_b))
    if (a == a[0]).all() or (b == b[0]).all():
        return 0.0
    return float(spearmanr(a, b).statistic)
