"""How many windows fit: a row of pixels with every window drawn, and a slider for each of the five numbers."""

from __future__ import annotations

from cnnlab.figures.limits import RULER
from cnnlab.figures.player import Animation, animation
from cnnlab.windows import window_count


def size_ruler(n: int, k: int, padding: int = 0, stride: int = 1, dilation: int = 1) -> Animation:
    """A row of `n` pixels with every window of `k` pixels drawn, the formula with its numbers, and what is left over.

    Raises:
        ValueError: a number outside 1 ≤ n ≤ 32, 1 ≤ k ≤ 9, 0 ≤ padding ≤ 5, 1 ≤ stride ≤ 6, 1 ≤ dilation ≤ 4.
    """
    values = {"n": n, "k": k, "padding": padding, "stride": stride, "dilation": dilation}
    for name, (low, high) in RULER.items():
        if not isinstance(values[name], int) or not low <= values[name] <= high:
            raise ValueError(
                f"size_ruler draws {name} from {low} to {high}, in whole numbers, but {name} is {values[name]!r}."
            )
    data = {"kind": "ruler", "values": values, "limits": RULER}
    settings = f"n = {n}, kernel {k}, padding {padding}, stride {stride}, dilation {dilation}"
    sentence = describe(n, k, padding, stride, dilation)
    return animation(
        data,
        subject="The ruler",
        title="How many windows fit into a row of pixels?",
        alt=f"A row of pixels with every window on it. {settings}: {sentence}",
        still=f"<pre>{diagram(n, k, padding, stride, dilation)}</pre>",
        say=f"{settings}.\n{sentence}",
        extra="ruler",
    )


def describe(n: int, k: int, padding: int, stride: int, dilation: int) -> str:
    """The formula with its numbers, and what is left over. `ruler.js` writes the same text, word for word."""
    count, span, cells = window_count(n, k, padding, stride, dilation), dilation * (k - 1) + 1, n + 2 * padding
    if count == 0:
        return f"The window spans {span} cells, but there are only {cells}: it does not fit."
    formula = f"⌊({n} + 2·{padding} − {dilation}·({k} − 1) − 1) / {stride}⌋ + 1 = {count}"
    used = {i * stride + j * dilation for i in range(count) for j in range(k)}
    left_over = cells - (count - 1) * stride - span
    skipped = cells - left_over - len(used)
    text = f"{formula} {'window' if count == 1 else 'windows'}."
    text += f" Left over at the end: {left_over}." if left_over else " Nothing is left over at the end."
    return text + (f" Skipped in between: {skipped}." if skipped else "")


def diagram(n: int, k: int, padding: int, stride: int, dilation: int) -> str:
    """The ruler in characters: □ a pixel, · padding, ■ a cell that a window covers."""
    rows = ["·" * padding + "□" * n + "·" * padding]
    for i in range(window_count(n, k, padding, stride, dilation)):
        covered = {i * stride + j * dilation for j in range(k)}
        rows.append("".join("■" if cell in covered else " " for cell in range(max(covered) + 1)))
    return "\n".join(rows)
