# says: Pads with zeros by hand and loops over the places, in float64.
import torch


def corr2d_general(X, K, padding=(0, 0), stride=(1, 1)):
    H, W = X.shape
    h, w = K.shape
    ph, pw = padding
    sh, sw = stride
    P = torch.zeros(H + 2 * ph, W + 2 * pw, dtype=torch.float64)
    P[ph : ph + H, pw : pw + W] = X
    if h > P.shape[0] or w > P.shape[1]:
        raise ValueError(f"K {list(K.shape)} does not fit into X {list(X.shape)} padded to {list(P.shape)}")
    Y = torch.empty((P.shape[0] - h) // sh + 1, (P.shape[1] - w) // sw + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (P[i * sh : i * sh + h, j * sw : j * sw + w] * K).sum()
    return Y
