# says: It pads each image with zeros to the size of the canvas.
import torch
from torch.nn import functional as F


def place_on_canvas(images, size, generator):
    h, w = images.shape[1:]
    H, W = size
    if h > H or w > W:
        raise ValueError(f"{h}x{w} is too large for {H}x{W}")
    corners = (torch.rand(len(images), 2, generator=generator) * torch.tensor([H - h + 1, W - w + 1])).long()
    placed = []
    for image, (row, column) in zip(images.float(), corners.tolist()):
        placed.append(F.pad(image, (column, W - w - column, row, H - h - row)) / 255)
    return torch.stack(placed)[:, None], corners
