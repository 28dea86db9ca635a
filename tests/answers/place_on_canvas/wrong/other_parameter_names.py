# says: Your parameters have other names than the statement's: images, size, generator.
# fails: content
import torch


def place_on_canvas(pictures, shape, rng):
    N, h, w = pictures.shape
    H, W = shape
    if h > H or w > W:
        raise ValueError(f"images of {h}×{w} do not fit on a canvas of {H}×{W}")
    rows = torch.randint(H - h + 1, (N,), generator=rng)
    columns = torch.randint(W - w + 1, (N,), generator=rng)
    corners = torch.stack([rows, columns], dim=1)
    canvases = torch.zeros(N, 1, H, W)
    for canvas, image, (row, column) in zip(canvases, pictures, corners.tolist(), strict=True):
        canvas[0, row : row + h, column : column + w] = image / 255
    return canvases, corners
