# says: torch.diff with its sign turned round, and for the diagonal a rolled image with the border cut off.
import torch


def edge_map(X, direction):
    match direction:
        case "vertical":
            return -torch.diff(X, dim=1)
        case "horizontal":
            return -torch.diff(X, dim=0)
        case "diagonal":
            return (X - X.roll((-1, -1), (0, 1)))[:-1, :-1]
        case _:
            raise ValueError(f"edge_map knows no direction called {direction!r}")
