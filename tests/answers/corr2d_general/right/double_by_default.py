# says: Multiplies all windows with the kernel at once, in double precision.
import torch

torch.set_default_dtype(torch.float64)


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    (H, W), (h, w) = X.shape, K.shape
    (ph, pw), (sh, sw) = padding, stride
    if h > H + 2 * ph or w > W + 2 * pw:
        raise ValueError(f"{tuple(K.shape)} does not fit into {tuple(X.shape)}")
    P = torch.zeros(H + 2 * ph, W + 2 * pw)
    P[ph : ph + H, pw : pw + W] = X
    windows = P.unfold(0, h, sh).unfold(1, w, sw)
    return torch.einsum("ijab,ab->ij", windows, K.to(P.dtype))
