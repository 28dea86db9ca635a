# says: Your function lets a single kernel stretch over all channels: broadcasting hides that kernels are missing.
# fails: errors
import torch


def corr2d_multi_in(X, K):
    (C, H, W), (D, h, w) = X.shape, K.shape
    if D not in (1, C) or h > H or w > W:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    return torch.stack(
        [torch.stack([(X[:, i : i + h, j : j + w] * K).sum() for j in range(W - w + 1)]) for i in range(H - h + 1)]
    )
