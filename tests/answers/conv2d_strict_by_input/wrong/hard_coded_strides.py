# says: Your as_strided takes it that a row of the image lies in memory as one piece; in a transposed image it does not.
# fails: rectangular
import torch


def conv2d_strict_by_input(X, K):
    (H, W), (h, w) = X.shape, K.shape
    turned = X.flip(0, 1) if X.is_contiguous() else torch.as_strided(X, (H, W), (W, 1)).flip(0, 1)
    return (turned.unfold(0, h, 1).unfold(1, w, 1) * K).sum((2, 3)).flip(0, 1)
