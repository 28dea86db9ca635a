# says: Your function compares how many pixels image and kernel have; height and width have to fit each on its own.
# fails: errors
import torch


def corr2d(X, K):
    if K.numel() > X.numel():
        raise ValueError(f"kernel {tuple(K.shape)} has more pixels than image {tuple(X.shape)}")
    (H, W), (h, w) = X.shape, K.shape
    return torch.stack(
        [
            torch.stack([(X[i : i + h, j : j + w].double() * K).sum() for j in range(W - w + 1)])
            for i in range(H - h + 1)
        ]
    )
