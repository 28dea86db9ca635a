# says: Your rows move on by one pixel each, past the end of the image row: some windows begin at the right border and end at the left one.
# fails: products, rectangular
import torch


def conv_matrix(K, input_shape):
    (H, W), (h, w) = input_shape, K.shape
    if h > H or w > W:
        raise ValueError(f"kernel {(h, w)} larger than image {(H, W)}")
    picture = torch.zeros(H, W)
    picture[:h, :w] = K
    first = picture.flatten()
    return torch.stack([first.roll(step) for step in range((H - h + 1) * (W - w + 1))])
