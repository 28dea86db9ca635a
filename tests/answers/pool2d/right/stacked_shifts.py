# says: Stacks the h·w shifted copies of the image and reduces over the stack, without a loop over the result.
import torch


def pool2d(X, pool_size, mode="max"):
    h, w = pool_size
    rows, columns = X.shape[0] - h + 1, X.shape[1] - w + 1
    if rows < 1 or columns < 1:
        raise ValueError(f"window ({h}, {w}) larger than image ({X.shape[0]}, {X.shape[1]})")
    shifted = torch.stack([X[a : a + rows, b : b + columns] for a in range(h) for b in range(w)])
    if mode == "max":
        return shifted.amax(0)
    if mode == "avg":
        return shifted.sum(0, dtype=torch.float32) / len(shifted)
    raise ValueError(f"bad mode: {mode}")
