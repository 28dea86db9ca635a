# says: Your parameters have other names than those of the exercise, so a call with `X=` or `padding=` fails.
# fails: axes
import torch


def pad2d(image, pad, value=0.0):
    ph, pw = (pad, pad) if isinstance(pad, int) else pad
    H, W = image.shape
    Y = torch.full((H + 2 * ph, W + 2 * pw), value, dtype=torch.promote_types(image.dtype, torch.tensor(value).dtype))
    Y[ph : ph + H, pw : pw + W] = image
    return Y
