# says: Your function calls PyTorch's own convolution, which does filters and channels for you.
from torch.nn import functional as F


def corr2d_multi_in_out(X, K):
    if X.shape[0] != K.shape[1] or K.shape[2] > X.shape[1] or K.shape[3] > X.shape[2]:
        raise ValueError(f"{tuple(X.shape)} does not go with {tuple(K.shape)}")
    return F.conv2d(X.unsqueeze(0), K).squeeze(0)
