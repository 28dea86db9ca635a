# says: It works in double precision throughout.
import torch

torch.set_default_dtype(torch.float64)


def place_on_canvas(images, size, generator):
    N, h, w = images.shape
    H, W = size
    if h > H or w > W:
        raise ValueError(f"images of {h}×{w} do not fit on a canvas of {H}×{W}")
    rows = torch.randint(H - h + 1, (N,), generator=generator)
    columns = torch.randint(W - w + 1, (N,), generator=generator)
    corners = torch.stack([rows, columns], dim=1)
    canvases = torch.zeros(N, 1, H, W)
    for canvas, image, (row, column) in zip(canvases, images, corners.tolist(), strict=True):
        canvas[0, row : row + h, column : column + w] = image / 255
    return canvases, corners
