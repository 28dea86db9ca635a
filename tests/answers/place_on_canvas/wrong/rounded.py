# says: Your first and last places come half as often as the others: rounding a fraction gives the ends half the room. Draw whole numbers, or round down.
# fails: places
import torch


def place_on_canvas(images, size, generator):
    N, h, w = images.shape
    H, W = size
    if h > H or w > W:
        raise ValueError(f"images of {h}×{w} do not fit on a canvas of {H}×{W}")
    rows = (torch.rand(N, generator=generator) * (H - h)).round().long()
    columns = (torch.rand(N, generator=generator) * (W - w)).round().long()
    corners = torch.stack([rows, columns], dim=1)
    canvases = torch.zeros(N, 1, H, W)
    for canvas, image, (row, column) in zip(canvases, images, corners.tolist(), strict=True):
        canvas[0, row : row + h, column : column + w] = image / 255
    return canvases, corners
