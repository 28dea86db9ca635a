# says: A list of drops for each pixel, and NumPy's mean, in double precision, the default of the notebook.
import numpy as np
import torch

torch.set_default_dtype(torch.float64)


def occlusion_map(model, X, target, size, stride, fill):
    height, width = X.shape[1:]
    drops = [[[] for _ in range(width)] for _ in range(height)]
    with torch.no_grad():
        whole = model(X[None])[0, target].item()
        for top in range(0, height, stride[0]):
            for left in range(0, width, stride[1]):
                rows, columns = range(top, min(top + size[0], height)), range(left, min(left + size[1], width))
                covered = X.clone()
                for i in rows:
                    for j in columns:
                        covered[:, i, j] = fill
                drop = whole - model(covered[None])[0, target].item()
                for i in rows:
                    for j in columns:
                        drops[i][j].append(drop)
    return torch.tensor([[np.mean(cell) if cell else 0.0 for cell in row] for row in drops])
