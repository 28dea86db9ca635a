# says: Your function steps from channel to channel by W·W numbers instead of H·W: that is right for square images only.
# fails: channels
import torch


def corr2d_multi_in(X, K):
    (C, H, W), (D, h, w) = X.shape, K.shape
    if C != D or h > H or w > W:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    X = torch.cat((X.flatten(), torch.zeros(C * W * W)))
    windows = X.as_strided((H - h + 1, W - w + 1, C, h, w), (W, 1, W * W, W, 1))
    return (windows * K).sum(dim=(2, 3, 4))
