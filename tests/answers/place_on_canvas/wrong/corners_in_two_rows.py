# says: Your corners are a row of rows and a row of columns, (2, N): there should be a pair for each image, (N, 2).
# fails: content, places
import torch


def place_on_canvas(images, size, generator):
    N, h, w = images.shape
    H, W = size
    if h > H or w > W:
        raise ValueError(f"images of {h}×{w} do not fit on a canvas of {H}×{W}")
    rows = torch.randint(H - h + 1, (N,), generator=generator)
    columns = torch.randint(W - w + 1, (N,), generator=generator)
    canvases = torch.zeros(N, 1, H, W)
    for number in range(N):
        row, column = int(rows[number]), int(columns[number])
        canvases[number, 0, row : row + h, column : column + w] = images[number] / 255
    return canvases, torch.stack([rows, columns])
