# says: Your function compares the margin only with the rows of the maps: where fewer columns are left than that, it goes on with nothing.
# fails: margin
import torch


def equivariance_error(f, X, shift, margin, stride=1):

    def moved(maps, dy, dx):
        height, width = maps.shape[2:]
        result = torch.zeros_like(maps)
        if abs(dy) < height and abs(dx) < width:
            rows, from_rows = slice(max(dy, 0), height + min(dy, 0)), slice(max(-dy, 0), height + min(-dy, 0))
            columns, from_columns = slice(max(dx, 0), width + min(dx, 0)), slice(max(-dx, 0), width + min(-dx, 0))
            result[:, :, rows, columns] = maps[:, :, from_rows, from_columns]
        return result

    dy, dx = shift
    A, B = f(moved(X, dy, dx)), moved(f(X), dy // stride, dx // stride)
    height, width = B.shape[2:]
    if 2 * margin >= height:
        raise ValueError(f"a margin of {margin} leaves nothing of maps of {height}×{width}")
    inside = (..., slice(margin, height - margin), slice(margin, width - margin))
    difference = torch.linalg.vector_norm(A[inside] - B[inside])
    return float(difference / torch.linalg.vector_norm(B[inside])) if difference > 0 else 0.0
