# says: All images lie at the same place: draw one place for each.
# fails: places
import torch


def place_on_canvas(images, size, generator):
    N, h, w = images.shape
    H, W = size
    if h > H or w > W:
        raise ValueError(f"images of {h}×{w} do not fit on a canvas of {H}×{W}")
    rows = torch.randint(H - h + 1, (1,), generator=generator).expand(N)
    columns = torch.randint(W - w + 1, (1,), generator=generator).expand(N)
    corners = torch.stack([rows, columns], dim=1)
    canvases = torch.zeros(N, 1, H, W)
    for canvas, image, (row, column) in zip(canvases, images, corners.tolist(), strict=True):
        canvas[0, row : row + h, column : column + w] = image / 255
    return canvases, corners
