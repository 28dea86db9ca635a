# says: Your function moves by the first stride in both directions. The second number is the step to the right.
# fails: stride, together
import torch
from torch.nn import functional as F


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (h, w), (ph, pw), s = K.shape, padding, stride[0]
    P = F.pad(X.float(), (pw, pw, ph, ph))
    if h > P.shape[0] or w > P.shape[1]:
        raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
    rows = []
    for top in range(0, P.shape[0] - h + 1, s):
        rows.append(
            torch.stack([(P[top : top + h, left : left + w] * K).sum() for left in range(0, P.shape[1] - w + 1, s)])
        )
    return torch.stack(rows)
