# says: Your images go through the places one after the other, from a random start: each place should be drawn by itself.
# fails: places
import torch


def place_on_canvas(images, size, generator):
    N, h, w = images.shape
    H, W = size
    if h > H or w > W:
        raise ValueError(f"images of {h}×{w} do not fit on a canvas of {H}×{W}")
    place = torch.randint((H - h + 1) * (W - w + 1), (1,), generator=generator) + torch.arange(N)
    place = place % ((H - h + 1) * (W - w + 1))
    rows = place // (W - w + 1)
    columns = place % (W - w + 1)
    corners = torch.stack([rows, columns], dim=1)
    canvases = torch.zeros(N, 1, H, W)
    for canvas, image, (row, column) in zip(canvases, images, corners.tolist(), strict=True):
        canvas[0, row : row + h, column : column + w] = image / 255
    return canvases, corners
