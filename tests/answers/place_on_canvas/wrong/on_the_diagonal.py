# says: Row and column of your corners are not independent: draw a number for each.
# fails: places
import torch


def place_on_canvas(images, size, generator):
    N, h, w = images.shape
    H, W = size
    if h > H or w > W:
        raise ValueError(f"images of {h}×{w} do not fit on a canvas of {H}×{W}")
    share = torch.rand(N, generator=generator)
    rows = (share * (H - h + 1)).long()
    columns = (share * (W - w + 1)).long()
    corners = torch.stack([rows, columns], dim=1)
    canvases = torch.zeros(N, 1, H, W)
    for canvas, image, (row, column) in zip(canvases, images, corners.tolist(), strict=True):
        canvas[0, row : row + h, column : column + w] = image / 255
    return canvases, corners
