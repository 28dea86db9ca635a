"""Animations show the right numbers at every step, need nothing from outside, and cannot be broken out of."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import torch
from torch.nn import functional as F

from cnnlab import (
    animate_losses,
    animate_max_gradient,
    animate_pool,
    animate_stamps,
    animate_unfold,
    animate_window,
    paint_kernel,
    sample_picture,
    size_ruler,
)
from cnnlab.figures import player
from cnnlab.figures.grids import DIGITS, PAD, palette
from cnnlab.figures.limits import MOST_BYTES
from cnnlab.figures.marks import CROSS, HATCH, HATCH_INK, PAD_FILL
from cnnlab.figures.markup import Markup, packaged, picture, read_figure, svg_of, write_figure
from cnnlab.figures.painter import presets
from cnnlab.figures.player import Animation
from cnnlab.figures.ruler import describe
from cnnlab.figures.values import luminance, number_of
from cnnlab.windows import window_count

NODE = shutil.which("node")
with_node = pytest.mark.skipif(NODE is None, reason="node runs the player here, and it is not installed")

X3 = torch.arange(9.0).reshape(3, 3)
K2 = torch.arange(4.0).reshape(2, 2)


def losses(rate: float, steps: int = 20) -> Any:
    return (12.0 * torch.tensor(abs(1 - 60 * rate)) ** (2 * torch.arange(steps))).tolist()


def one_of_each(title: str = "") -> list[Animation]:
    return [
        animate_window(X3, K2, title=title),
        animate_pool(X3, (2, 2), title=title),
        animate_stamps(K2, K2, title=title),
        animate_unfold(X3, 2, title=title),
        animate_max_gradient(X3, K2, 2, 1, title=title),
        animate_losses({0.01: losses(0.01), 0.04: losses(0.04)}, title=title),
        size_ruler(8, 3),
        paint_kernel(sample_picture(24, 20), torch.tensor([[1.0, -1.0]]), title=title),
    ]


class Tags(HTMLParser):
    """The tags of a piece of HTML with their attributes, and the text of its scripts."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text = ""
        self._inside = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside != "style":
            self.text += data


def data_of(animation: Animation) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Tags(animation.html).scripts[0])
    return data


def grid_at(animation: Animation, grid: int, step: int) -> list[str]:
    """The texts of a grid after a step, by what the steps say."""
    data = data_of(animation)
    texts: list[str] = data["grids"][grid][0].split(" ")
    texts += [""] * (len(data["grids"][grid][1]) - len(texts))
    for row in data["steps"][: step + 1 or None]:
        for changed, first, written, shades in row[3]:
            if changed == grid:
                texts[first : first + len(shades)] = written.split(" ")
    return texts


def shown(animation: Animation, grid: int, shape: torch.Size | tuple[int, ...]) -> torch.Tensor:
    return torch.tensor([number_of(text) for text in grid_at(animation, grid, -1)]).reshape(shape)


def still(animation: Animation) -> ElementTree.Element:
    """The drawing that is there without scripts."""
    source = next(attrs["src"] for tag, attrs in Tags(animation.html).tags if tag == "img") or ""
    return ElementTree.fromstring(unquote(source.partition(",")[2]))


def in_page(html: str, code: str) -> Any:
    """Run the figures in a page under node, then `code`; what it returns."""
    assert NODE is not None
    page = Path(__file__).with_name("page.js")
    done = subprocess.run(
        [NODE, str(page)], input=json.dumps({"html": html, "code": code}), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def integers(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randint(-5, 6, shape, generator=torch.Generator().manual_seed(seed)).float()


# The numbers


@pytest.mark.parametrize(
    ("size", "kernel", "padding", "stride"),
    [
        ((3, 3), (2, 2), (0, 0), (1, 1)),
        ((6, 8), (1, 2), (0, 0), (1, 1)),
        ((8, 8), (3, 5), (0, 1), (3, 4)),
        ((5, 7), (3, 2), (2, 0), (2, 3)),
    ],
)
def test_the_window_fills_the_output_of_a_convolution(size: Any, kernel: Any, padding: Any, stride: Any) -> None:
    X, K = integers(*size), integers(*kernel, seed=1)
    expected = F.conv2d(X[None, None], K[None, None], padding=padding, stride=stride)[0, 0]
    animation = animate_window(X, K, padding, stride)
    assert len(data_of(animation)["steps"]) == expected.numel()
    assert torch.equal(shown(animation, 3, expected.shape), expected)


def test_numbers_with_fractions_are_shown_to_two_decimals() -> None:
    X, K = torch.randn(6, 5, generator=torch.Generator().manual_seed(2)), torch.tensor([[0.3, -0.7], [1.1, 0.25]])
    expected = F.conv2d(X[None, None], K[None, None])[0, 0]
    assert torch.allclose(shown(animate_window(X, K), 3, expected.shape), expected, atol=0.00501)


def test_each_step_of_the_window_says_products_and_sum() -> None:
    X, K = integers(4, 5), integers(2, 3, seed=1)
    padded = F.pad(X, (1, 1, 1, 1))
    rows = data_of(animate_window(X, K, padding=1))["steps"]
    for step, (_, say, *_) in enumerate(rows):
        i, j = divmod(step, 5)
        name, _, rest = say.replace("−", "-").partition(" = ")
        terms, _, total = rest.rpartition(" = ")
        pairs = [[float(part.strip("()")) for part in term.split("·")] for term in terms.split(" + ")]
        window = padded[i : i + 2, j : j + 3]
        assert name == f"Y[{i}, {j}]"
        assert pairs == [[float(a), float(b)] for a, b in zip(window.flatten(), K.flatten(), strict=True)]
        assert float(total) == float((window * K).sum())


def test_a_sum_of_rounded_numbers_is_not_called_equal() -> None:
    first = data_of(animate_window(torch.tensor([[1 / 3, 1 / 3]]), torch.tensor([[1 / 3, 1 / 3]])))["steps"][0][1]
    assert first == "Y[0, 0] = 0.33·0.33 + 0.33·0.33 ≈ 0.22"


@pytest.mark.parametrize(
    ("size", "pool", "padding", "stride"),
    [
        ((3, 3), (2, 2), (0, 0), (1, 1)),
        ((4, 4), (3, 3), (1, 1), (2, 2)),
        ((4, 4), (2, 3), (0, 1), (2, 3)),
        ((7, 5), (3, 2), (1, 1), (2, 1)),
    ],
)
@pytest.mark.parametrize("mode", ["max", "avg"])
def test_the_pooling_window_fills_the_output_of_a_pooling_layer(
    size: Any, pool: Any, padding: Any, stride: Any, mode: str
) -> None:
    X = integers(*size) - 3
    layer = F.max_pool2d if mode == "max" else F.avg_pool2d
    expected = layer(X[None, None], pool, stride=stride, padding=padding)[0, 0]
    assert torch.allclose(
        shown(animate_pool(X, pool, mode, padding, stride), 1, expected.shape), expected, atol=0.00501
    )


def test_the_ring_is_around_the_largest_value_of_the_window() -> None:
    X = integers(5, 6)
    for _, _, boxes, _, rings in data_of(animate_pool(X, (2, 3), stride=(1, 1)))["steps"]:
        _, top, left, h, w = boxes[0]
        assert float(X[rings[0][1], rings[0][2]]) == float(X[top : top + h, left : left + w].max())
        assert top <= rings[0][1] < top + h
        assert left <= rings[0][2] < left + w


def test_padding_is_minus_infinity_for_max_and_zero_for_the_mean() -> None:
    said = {mode: data_of(animate_pool(X3, 2, mode, padding=1, stride=2))["steps"][0][1] for mode in ("max", "avg")}
    assert said == {"max": "Y[0, 0] = max(−∞, −∞, −∞, 0) = 0", "avg": "Y[0, 0] = (0 + 0 + 0 + 0) / 4 = 0"}


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding"),
    [
        ((2, 2), (2, 2), (1, 1), (0, 0)),
        ((2, 2), (2, 2), (2, 2), (0, 0)),
        ((3, 2), (2, 4), (1, 2), (1, 0)),
        ((3, 3), (3, 3), (2, 2), (1, 1)),
    ],
)
def test_the_stamps_add_up_to_a_transposed_convolution(size: Any, kernel: Any, stride: Any, padding: Any) -> None:
    X, K = integers(*size), integers(*kernel, seed=1)
    whole = F.conv_transpose2d(X[None, None], K[None, None], stride=stride)[0, 0]
    animation = animate_stamps(X, K, stride, padding)
    filled = torch.tensor([number_of(text or "0") for text in grid_at(animation, 3, -1)]).reshape(whole.shape)
    assert torch.equal(filled, whole)
    expected = F.conv_transpose2d(X[None, None], K[None, None], stride=stride, padding=padding)[0, 0]
    assert f"The output is {expected.shape[0]}×{expected.shape[1]}: [[{expected[0, 0]:g}".replace("-", "−") in repr(
        animation
    )


def crossed_cells(animation: Animation) -> set[tuple[int, int]]:
    """(row, column) of the crossed cells of an animation's only grid that has some."""
    [path] = [path.get("d") or "" for path in still(animation).iter() if path.get("stroke") == "#b00020"]
    starts = re.findall(r"M(\d+) (\d+)l", path)
    return {(int(y) // 34, int(x) // 34) for x, y in starts}


def test_cells_that_no_window_covers_are_crossed_and_told() -> None:
    animation = animate_window(torch.arange(30.0).reshape(5, 6), torch.ones(2, 2), stride=(2, 3))
    assert crossed_cells(animation) == {(i, j) for i in range(5) for j in range(6) if i == 4 or j in (2, 5)}
    for text in (repr(animation), animation.html):
        assert "No window covers the crossed cells." in text
    pooled = animate_pool(torch.ones(3, 3), 2, padding=1, stride=2)
    assert crossed_cells(pooled) == {(i, j) for i in range(5) for j in range(5) if 4 in (i, j)}
    assert "crossed" not in animate_window(X3, torch.ones(3, 3)).html


def test_no_mark_lies_where_a_number_stands() -> None:
    """A number is at most 13 pixels high and stands in the middle of its cell of 34."""
    for stroke in (*CROSS, *HATCH):
        (x, y), (to_x, to_y) = stroke
        for part in range(11):
            across, down = 34 * (x + (to_x - x) * part / 10), 34 * (y + (to_y - y) * part / 10)
            assert not (10 < across < 24 and 11 < down < 23), f"{stroke} crosses the middle"
            assert stroke in HATCH or not 11 < down < 23, f"{stroke} crosses a wide number"


def test_the_ruler_hatches_padding_as_grids_do() -> None:
    ruler, hatched = packaged("ruler.js"), animate_pool(X3, 2, padding=1).html
    assert f'stroke: "{HATCH_INK}"' in ruler
    assert f"stroke='{HATCH_INK.replace('#', '%23')}'" in hatched
    assert "l${side / 2}-16m0 32l${side / 2}-16" in ruler, "two strokes a cell, past its middle"
    assert f'"{PAD_FILL}"' in ruler and PAD_FILL in hatched.replace("%23", "#")
    assert palette()[PAD][0] == PAD_FILL


def test_the_last_step_of_padded_stamps_frames_what_is_left() -> None:
    animation = animate_stamps(X3, torch.ones(3, 3), stride=2, padding=1)
    assert data_of(animation)["steps"][-1][2] == [[3, 1, 1, 5, 5]]
    assert len(data_of(animation)["steps"]) == 10
    assert len(crossed_cells(animation)) == 7 * 7 - 5 * 5


def test_the_learning_rates_come_in_order_with_their_verdict() -> None:
    data = data_of(animate_losses({0.04: losses(0.04), 0.01: losses(0.01), 0.5: [3.0, float("inf"), float("nan")]}))
    assert data["labels"] == ["0.01", "0.04", "0.5"]
    said = [row[1] for row in data["steps"]]
    assert said[0].startswith("The loss falls from 12 to ")
    assert said[1].startswith("The loss grows from 12 to ")
    assert said[2] == "The loss is 3, and from step 2 on it is no finite number: the rate is too large."


def test_a_loss_of_ten_times_less_is_drawn_one_decade_lower() -> None:
    lines = still(animate_losses({0.1: [100.0, 10.0, 1.0, 0.1]})).iter("{http://www.w3.org/2000/svg}g")
    path = next(line[0].get("d") or "" for line in lines if line.get("data-line") == "0")
    heights = [float(point.split(" ")[1]) for point in path.strip("M").split("L")]
    steps = [below - above for above, below in pairwise(heights)]
    assert heights[0] >= 0
    assert max(steps) - min(steps) <= 0.21


@pytest.mark.parametrize("n", [1, 7, 8, 16])
@pytest.mark.parametrize("k", [1, 2, 3, 5])
def test_the_ruler_counts_windows_as_a_convolution_does(n: int, k: int) -> None:
    for padding in (0, 2):
        for stride in (1, 3):
            for dilation in (1, 2):
                try:
                    expected = F.conv1d(
                        torch.ones(1, 1, n), torch.ones(1, 1, k), padding=padding, stride=stride, dilation=dilation
                    ).shape[2]
                except RuntimeError:
                    expected = 0
                assert window_count(n, k, padding, stride, dilation) == expected


def test_the_ruler_says_what_is_left_over_and_skipped() -> None:
    assert describe(8, 3, 0, 2, 1) == "⌊(8 + 2·0 − 1·(3 − 1) − 1) / 2⌋ + 1 = 3 windows. Left over at the end: 1."
    assert describe(10, 2, 1, 4, 1).endswith("= 3 windows. Left over at the end: 2. Skipped in between: 4.")
    assert describe(3, 3, 0, 1, 4) == "The window spans 9 cells, but there are only 3: it does not fit."


def test_presets_are_the_kernels_they_are_called() -> None:
    picture = sample_picture(20, 30)
    for shape in [(1, 2), (2, 2), (3, 3), (4, 5), (7, 7)]:
        for name, kernel in presets(*shape).items():
            assert torch.tensor(kernel).shape == shape
            if name == "identity":
                top, left = (shape[0] - 1) // 2, (shape[1] - 1) // 2
                out = F.conv2d(picture[None, None], torch.tensor(kernel)[None, None])[0, 0]
                assert torch.equal(out, picture[top : top + out.shape[0], left : left + out.shape[1]])
            if name in ("vertical edges", "horizontal edges"):
                assert torch.tensor(kernel).sum() == 0
    vertical = torch.tensor(presets(3, 3)["vertical edges"])
    assert float((vertical * torch.tensor([1.0, 1.0, 0.0])).sum()) > 0  # left minus right, as edge_map has it


# The figure as a piece of HTML


def test_a_title_cannot_break_out() -> None:
    hostile = "</script><img src=x onerror=alert(1)>\"'&"
    for plain, animation in zip(one_of_each("title"), one_of_each(hostile), strict=True):
        before, after = Tags(plain.html), Tags(animation.html)
        assert [tag for tag, _ in before.tags] == [tag for tag, _ in after.tags]
        assert not any("onerror" in attrs for _, attrs in after.tags)
        assert plain.alt == animation.alt or hostile in after.text


def test_a_loss_name_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="onerror"):
        animate_losses({"<img onerror=alert(1)>": [1.0]})  # type: ignore[dict-item]


def test_data_cannot_leave_its_script() -> None:
    for animation in one_of_each():
        raw = Tags(animation.html).scripts[0]
        assert json.loads(raw)
        assert not set("<>&") & set(raw)


def test_the_parts_of_each_animation_are_read_as_they_were_written() -> None:
    title = '1 < 2 & "so"'
    for animation in one_of_each(title):
        markup = read_figure(animation.html)
        assert markup is not None
        assert markup.alt == animation.alt
        assert markup.title in (title, "How many windows fit into a row of pixels?")
        assert json.loads(markup.data) == data_of(animation)


@pytest.mark.parametrize(
    "change",
    [
        lambda piece: piece + "<p>more</p>",
        lambda piece: piece.replace('<div class="cnnlab-stage">', "<div>"),
        lambda piece: piece.replace("</figcaption>", "</figcaption><b>", 1),
        lambda piece: piece.replace("<style>", "<style></style><style>", 1),
        lambda piece: piece.replace("</figure>", " " * MOST_BYTES + "</figure>"),
    ],
    ids=["something_after_it", "no_stage", "a_tag_of_another", "two_style_sheets", "too_long"],
)
def test_a_changed_animation_is_none_of_ours(change: Callable[[str], str]) -> None:
    piece = size_ruler(8, 3).html
    assert read_figure(piece) is not None
    assert read_figure(change(piece)) is None


def test_a_figure_without_script_and_style_has_neither() -> None:
    piece = write_figure(Markup("<alt>", "<title>", "<pre>□</pre>", "<say>", "{}"))
    assert "<style>" not in piece
    assert piece.count("<script") == 1
    assert "&lt;alt&gt;" in piece and "&lt;title&gt;" in piece and "&lt;say&gt;" in piece


def test_a_pictures_svg_is_read_as_it_was_written() -> None:
    svg = '<svg fill="#123456"><text>50 % & "more"</text></svg>'
    assert svg_of(picture(svg, "alt")) == svg
    assert svg_of("<p>no picture</p>") is None


def test_no_text_in_the_data_can_leave_its_script() -> None:
    hostile = "</script><!--<script>&\u2028"
    made = player.animation({"kind": hostile}, subject="", title="", alt="", still="", say="")
    assert data_of(made) == {"kind": hostile}
    assert made.html.count("</script>") == 2
    assert "<!--" not in made.html


def test_the_largest_animations_stay_under_fifty_kilobytes() -> None:
    X = torch.randn(8, 8, generator=torch.Generator().manual_seed(0))
    K = torch.randn(3, 3, generator=torch.Generator().manual_seed(1))
    rates = [0.001 * 1.5**i for i in range(20)]
    large = [
        animate_window(X, K, padding=1),
        animate_pool(X, 3, "avg", padding=1),
        animate_stamps(X[:6, :7], K),
        animate_losses({rate: losses(rate, 200) for rate in rates}),
        size_ruler(32, 9, 5, 6, 4),
        paint_kernel(sample_picture(96, 96), torch.ones(7, 7) / 49),
    ]
    for animation in large:
        assert len(animation._repr_html_().encode()) < MOST_BYTES <= 50_000


def test_what_would_be_too_large_is_refused() -> None:
    X = torch.randn(10, 10, generator=torch.Generator().manual_seed(0))
    with pytest.raises(ValueError, match=r"4×4 kernel slides over a 10×10 image.* 50 KB"):
        animate_window(X, X[:4, :4])


def test_the_same_animation_is_the_same_bytes() -> None:
    assert [animation.html for animation in one_of_each("a")] == [animation.html for animation in one_of_each("a")]


def test_nothing_comes_from_outside() -> None:
    for animation in one_of_each():
        addresses = set(re.findall(r"https?://[^'\"\s]+", animation.html))
        assert addresses <= {"http://www.w3.org/2000/svg"}
        for word in (
            "fetch(",
            "XMLHttpRequest",
            "import ",
            "import(",
            "eval(",
            "Function(",
            "localStorage",
            "innerHTML",
        ):
            assert word not in animation.html


def test_without_scripts_the_first_step_is_there() -> None:
    for animation in one_of_each("A title"):
        tags = Tags(animation.html)
        data = data_of(animation)
        if data["kind"] == "steps":
            assert data["steps"][0][0] in tags.text
            assert data["steps"][0][1] in tags.text
            assert still(animation).tag.endswith("svg")
        assert not any(tag in ("button", "input") for tag, _ in tags.tags)
    drawn = "".join(still(animate_window(X3, K2)).itertext())
    assert "Image 3×3" in drawn
    assert drawn.endswith("19")
    assert "□□□□□□□□\n■■■\n ■■■" in Tags(size_ruler(8, 3).html).text


def test_a_screen_reader_hears_what_it_is_and_what_comes_out() -> None:
    heard = repr(animate_window(X3, K2, title="Orientation"))
    assert (
        heard == "Orientation. A 2×2 kernel slides over a 3×3 image. 4 steps. The output is 2×2: [[19, 25], [37, 43]]."
    )
    for animation in one_of_each():
        figure = next(attrs for tag, attrs in Tags(animation.html).tags if tag == "figure")
        assert figure["role"] == "group"
        assert figure["aria-label"] == animation.alt == repr(animation)
        assert "figcaption" in [tag for tag, _ in Tags(animation.html).tags]


def test_numbers_stand_out_from_their_cells() -> None:
    def light(color: str) -> float:
        digits = color[1:] if len(color) == 7 else "".join(2 * digit for digit in color[1:])
        return luminance(*(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)))

    for fill, ink in palette():
        high, low = max(light(fill), light(ink)), min(light(fill), light(ink))
        assert (high + 0.05) / (low + 0.05) >= 4.5
    assert len(palette()) == len(DIGITS)


# Arguments


@pytest.mark.parametrize("dtype", [torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.uint8, torch.bool])
def test_any_real_dtype_is_drawn(dtype: torch.dtype) -> None:
    X = torch.tensor([[0, 1, 1], [1, 0, 1]]).to(dtype)
    assert repr(animate_window(X, torch.tensor([[1, -1]], dtype=torch.int8))).endswith(
        "The output is 2×2: [[−1, 0], [1, −1]]."
    )
    assert repr(animate_pool(X, (1, 2))).endswith("The output is 2×2: [[1, 1], [1, 1]].")
    assert repr(animate_stamps(X, torch.ones(1, 1))).endswith("The output is 2×3: [[0, 1, 1], [1, 0, 1]].")


def test_a_parameter_is_drawn_and_not_changed() -> None:
    X, K = torch.rand(4, 4, requires_grad=True), torch.nn.Parameter(torch.rand(2, 2))
    before = X.detach().clone(), K.detach().clone()
    for draw in (animate_window, animate_stamps, paint_kernel):
        draw(X, K)
    animate_pool(X, 2)
    assert torch.equal(X, before[0])
    assert torch.equal(K, before[1])


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: animate_window(torch.ones(1, 1, 6, 8), K2), "(1, 1, 6, 8)"),
        (lambda: animate_window(X3, torch.ones(1, 2, 2)), "(1, 2, 2)"),
        (lambda: animate_window(torch.ones(40, 40), K2), "(40, 40)"),
        (lambda: animate_window(X3, torch.ones(4, 2)), "(4, 2)"),
        (lambda: animate_window(torch.ones(9, 9), K2, padding=1), "(9, 9)"),
        (lambda: animate_window(torch.ones(3), K2), "(3,)"),
        (lambda: animate_window(torch.ones(0, 3), K2), "(0, 3)"),
        (lambda: animate_window(torch.ones(2, 3, dtype=torch.complex64), K2), "(2, 3)"),
        (lambda: animate_window(torch.tensor([[1.0, float("nan")]]), torch.ones(1, 1)), "(1, 2)"),
        (lambda: animate_window(X3, K2, padding=(1, 2, 3)), "(1, 2, 3)"),
        (lambda: animate_window(X3, K2, stride=0), "0"),
        (lambda: animate_pool(torch.ones(2, 3, 3), 2), "(2, 3, 3)"),
        (lambda: animate_pool(X3, (4, 1)), "(4, 1)"),
        (lambda: animate_pool(X3, 2, "median"), "median"),
        (lambda: animate_pool(X3, (2, 3), padding=(0, 2)), "(0, 2)"),
        (lambda: animate_stamps(torch.ones(8, 8), K2, stride=2), "(8, 8)"),
        (lambda: animate_stamps(torch.ones(1, 1), K2, padding=1), "(2, 2)"),
        (lambda: animate_losses({}), "0"),
        (lambda: animate_losses({0.1: []}), "0.1"),
        (lambda: animate_losses({0.1: [1.0, -1.0]}), "0.1"),
        (lambda: animate_losses({0.1: 3.0}), "0.1"),
        (lambda: size_ruler(0, 3), "0"),
        (lambda: size_ruler(8, 10), "10"),
        (lambda: size_ruler(8, 3, stride=1.5), "1.5"),  # type: ignore[arg-type]
        (lambda: paint_kernel(torch.ones(97, 97), K2), "(97, 97)"),
        (lambda: paint_kernel(torch.ones(9, 9, 3), K2), "(9, 9, 3)"),
        (lambda: paint_kernel(X3, torch.ones(4, 4)), "(4, 4)"),
        (lambda: paint_kernel(torch.ones(20, 20), torch.ones(8, 8)), "(8, 8)"),
    ],
)
def test_a_wrong_argument_is_named(call: Any, named: str) -> None:
    with pytest.raises(ValueError, match=re.escape(named)):
        call()


# The scripts at work


@with_node
def test_the_script_shows_what_the_steps_say() -> None:
    X, K = integers(4, 5), integers(2, 2, seed=1)
    cases = [
        (animate_window(X, K, padding=(0, 1), stride=2), 3),
        (animate_pool(X, 2), 1),
        (animate_stamps(X[:3, :3], K, 2, 1), 3),
    ]
    for animation, grid in cases:
        seen = in_page(
            animation.html,
            "const figure = figures()[0]; const seen = []; const count = "
            "Number(figure.querySelector('input').getAttribute('max'));"
            "for (let i = 0; i < count; i++) "
            f"{{ seen.push([texts(figure, {grid}), say(figure)]); button(figure, 'Next').click(); }}"
            f"return seen;",
        )
        steps = data_of(animation)["steps"]
        assert len(seen) == len(steps)
        for step, (texts, said) in enumerate(seen):
            assert texts == grid_at(animation, grid, step)
            assert said == f"{steps[step][0]}\n{steps[step][1]}"


@with_node
def test_the_first_step_drawn_by_the_script_is_the_one_drawn_without() -> None:
    animation = animate_window(integers(4, 4), integers(2, 2, seed=1), padding=1)
    for grid in range(4):
        places = f".//*[@data-grid='{grid}']/*[@data-texts]//{{http://www.w3.org/2000/svg}}text"
        before = [text.text or "" for text in still(animation).findall(places)]
        assert in_page(animation.html, f"return texts(figures()[0], {grid});") == before


@with_node
def test_back_and_the_slider_lead_to_the_same_pictures() -> None:
    there = "const figure = figures()[0]; const range = figure.querySelector('input'); range.enter(9);"
    html = animate_stamps(X3, K2).html
    by_slider = in_page(html, there + "range.enter(4); return root.querySelector('svg').outerHTML;")
    by_back = in_page(
        html,
        there
        + "for (let i = 0; i < 5; i++) button(figure, 'Back').click(); return root.querySelector('svg').outerHTML;",
    )
    by_next = in_page(
        html,
        "for (let i = 0; i < 3; i++) button(figures()[0], 'Next').click(); return root.querySelector('svg').outerHTML;",
    )
    assert by_slider == by_back == by_next
    assert in_page(html, there) is None


@with_node
def test_the_outline_lies_on_the_window() -> None:
    code = (
        "const figure = figures()[0]; figure.querySelector('input').enter(4);"
        "const box = figure.querySelector(\"[data-grid='0']\").querySelector('[data-box]').children[1];"
        "return ['x', 'y', 'width', 'height'].map((name) => Number(box.getAttribute(name)) / 34);"
    )
    assert in_page(animate_window(torch.rand(8, 8), torch.rand(3, 5), (0, 1), (3, 4)).html, code) == [4, 3, 5, 3]


@with_node
def test_it_plays_only_when_asked_and_stops_at_the_end() -> None:
    code = (
        "const figure = figures()[0]; const seen = [timers.size]; button(figure, 'Play').click(); "
        "seen.push(timers.size);"
        "for (let i = 0; i < 9; i++) tick(); const range = figure.querySelector('input');"
        "seen.push(timers.size, Number(range.value)); button(figure, 'Play').click(); seen.push(Number(range.value));"
        "button(figure, 'Pause').click(); seen.push(timers.size); button(figure, 'Play').click(); "
        "root.replaceChildren(); tick();"
        "return [...seen, timers.size];"
    )
    assert in_page(animate_window(X3, K2).html, code) == [0, 1, 0, 4, 1, 0, 0]


@with_node
def test_two_of_the_same_on_a_page_are_two() -> None:
    html = animate_window(X3, K2).html
    code = "const [one, two] = figures(); button(one, 'Next').click(); return [texts(one, 3), texts(two, 3), leaked()];"
    assert in_page(html + html, code) == [["19", "25", "", ""], ["19", "", "", ""], False]


@with_node
def test_scripts_that_are_not_told_where_they_stand_start_each_figure_once() -> None:
    html = animate_window(X3, K2).html
    code = (
        "load(root.outerHTML, true); const [one] = figures(); button(one, 'Next').click();"
        "run(one.querySelectorAll('script')[1].textContent);"
        "return [root.querySelectorAll('svg').length, texts(one, 3), texts(figures()[1], 3)];"
    )
    assert in_page(html + html, code) == [2, ["19", "25", "", ""], ["19", "", "", ""]]


@with_node
def test_one_of_each_shares_a_page_and_leaves_no_globals() -> None:
    html = "".join(animation.html for animation in one_of_each())
    counts = in_page(html, "return [leaked(), ...figures().map((one) => one.querySelectorAll('input').length)];")
    assert counts == [False, 1, 1, 1, 1, 1, 1, 5, 2]


@with_node
def test_a_saved_page_starts_again() -> None:
    html = "".join(animation.html for animation in one_of_each())
    code = (
        "for (const figure of figures()) for (let i = 0; i < 2; i++) button(figure, 'Next')?.click(); "
        "load(root.outerHTML);"
        "const [first] = figures(); const before = texts(first, 3); button(first, 'Next').click();"
        "return [before, texts(first, 3), figures().map((one) => one.querySelectorAll('button').length)];"
    )
    before, after, buttons = in_page(html, code)
    assert before == ["19", "", "", ""]
    assert after == ["19", "25", "", ""]
    assert buttons == [3, 3, 3, 3, 3, 3, 0, 4]


@with_node
def test_the_chosen_learning_rate_is_the_strong_line() -> None:
    code = (
        "const figure = figures()[0]; const strong = () => figure.querySelectorAll('[data-line]')"
        ".filter((line) => line.getAttribute('stroke-width') === '3').map((line) => line.getAttribute('data-line'));"
        "const seen = [strong()]; for (const rate of [2, 3, 1]) { figure.querySelector('input').enter(rate);"
        "seen.push([...strong(), figure.querySelector('output').textContent]); } return seen;"
    )
    html = animate_losses({0.01: [3.0, 2.0], 0.02: [3.0, 1.0], 0.04: [3.0, float("nan")]}).html
    assert in_page(html, code) == [["0"], ["1", "0.02"], ["2", "0.04"], ["0", "0.01"]]


@with_node
def test_the_ruler_script_agrees_with_python() -> None:
    settings = [
        (8, 3, 0, 1, 1),
        (8, 3, 0, 2, 1),
        (16, 5, 2, 3, 1),
        (10, 2, 1, 4, 1),
        (3, 3, 0, 1, 4),
        (32, 9, 5, 6, 4),
        (1, 1, 0, 1, 1),
    ]
    code = (
        "const figure = figures()[0]; const ranges = figure.querySelectorAll('input'); return %s.map((numbers) => {"
        "numbers.forEach((number, i) => ranges[i].enter(number)); const drawn = figure.querySelector('svg');"
        "const count = (name, paint, color) => drawn.querySelectorAll(name).filter((one) => "
        "one.getAttribute(paint) === color).length;"
        "return [say(figure).split('\\n')[0], count('rect', 'fill', '#0057b8'), count('path', 'stroke', "
        "'#b00020')]; });"
    )
    seen = in_page(size_ruler(5, 2).html, code % json.dumps(settings))
    for (n, k, padding, stride, dilation), (said, blocks, crosses) in zip(settings, seen, strict=True):
        count = window_count(n, k, padding, stride, dilation)
        used = {i * stride + j * dilation for i in range(count) for j in range(k)}
        assert said == describe(n, k, padding, stride, dilation)
        assert blocks == count * k
        assert crosses == n + 2 * padding - len(used)


@with_node
def test_the_painted_feature_map_is_a_convolution() -> None:
    picture, kernel = sample_picture(20, 26), torch.tensor([[0.5, -1.0, 0.25], [0.75, 0.0, 2.0]])
    html = paint_kernel(picture, torch.zeros(2, 3)).html
    code = (
        "const figure = figures()[0]; const weights = figure.querySelectorAll('.cnnlab-weight');"
        "%s.forEach((weight, i) => weights[i].enter(weight)); figure.querySelector('select').enter('gray');"
        "return [figure.querySelectorAll('canvas')[1].painted, say(figure)];"
    )
    painted, said = in_page(html, code % json.dumps(kernel.flatten().tolist()))
    expected = F.conv2d(picture[None, None], kernel[None, None])[0, 0]
    low, high = float(expected.min()), float(expected.max())
    gray = torch.tensor(painted).reshape(*expected.shape, 4)[..., 0]
    assert (gray - (expected - low) / (high - low) * 255).abs().max() < 3  # the picture was sent with 256 shades
    numbers = [number_of(word) for word in re.findall(r"[−\d.]*\d", said)]
    assert numbers[0] == pytest.approx(float(kernel.sum()))
    assert numbers[-2:] == pytest.approx([low, high], abs=0.01)


@with_node
def test_a_signed_feature_map_is_white_at_zero_orange_above_and_purple_below() -> None:
    picture = torch.tensor([[0.0, 0.0, 1.0, 0.0]])
    code = "return figures()[0].querySelectorAll('canvas')[1].painted;"
    zero, below, above = (
        torch.tensor(in_page(paint_kernel(picture, torch.tensor([[1.0, -1.0]])).html, code)).reshape(3, 4).tolist()
    )
    assert zero == [255, 255, 255, 255]
    assert below[2] > below[1]
    assert above[0] > above[2]


@with_node
def test_a_preset_fills_the_fields() -> None:
    code = (
        "const figure = figures()[0]; const fields = () => "
        "figure.querySelectorAll('.cnnlab-weight').map((one) => Number(one.value));"
        "button(figure, 'blur').click(); const seen = [fields()]; button(figure, 'at first').click(); "
        "return [...seen, fields()];"
    )
    assert in_page(paint_kernel(sample_picture(9, 9), K2).html, code) == [[0.25] * 4, [0, 1, 2, 3]]


@with_node
def test_every_control_keeps_its_keys_from_jupyterlab() -> None:
    html = "".join(animation.html for animation in one_of_each())
    code = (
        "const controls = ['button', 'input', 'select'].flatMap((name) => root.querySelectorAll(name));"
        "return controls.map((one) => one.getAttribute('data-lm-suppress-shortcuts'));"
    )
    found = in_page(html, code)
    assert len(found) > 20
    assert set(found) == {"true"}


@with_node
def test_arrows_step_and_space_plays_wherever_the_focus_is_among_the_controls() -> None:
    code = (
        "const figure = figures()[0]; const range = figure.querySelector('input'); const next = button(figure, 'Next');"
        "const seen = [next.press('ArrowRight'), range.value]; next.press('ArrowRight'); button(figure, "
        "'Play').press('ArrowLeft');"
        "seen.push(range.value, range.press('ArrowRight'), next.press(' '), timers.size, range.press(' "
        "'), timers.size);"
        "range.press(' '); return [...seen, timers.size, next.press('Tab')];"
    )
    # The slider's own arrows and the buttons' own space are the browser's; Tab leads on.
    assert in_page(animate_window(X3, K2).html, code) == [True, "2", "2", False, False, 0, True, 1, 0, False]


@with_node
def test_who_wants_less_motion_gets_steps() -> None:
    code = (
        "reader.lessMotion = true; const figure = figures()[0]; const range = "
        "figure.querySelector('input'); range.press(' ');"
        "const seen = [timers.size, range.value]; range.enter(4); range.press(' '); return [...seen, "
        "timers.size, range.value];"
    )
    animation = animate_window(X3, K2)
    assert in_page(animation.html, code) == [0, "2", 0, "1"]
    assert "@media (prefers-reduced-motion: reduce) { .cnnlab .cnnlab-play { display: none; } }" in animation.html


def test_text_stands_out_from_the_card_in_the_light_and_the_dark_theme() -> None:
    def light(color: str) -> float:
        digits = color if len(color) == 6 else "".join(2 * digit for digit in color)
        return luminance(*(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)))

    themes = re.findall(r"^([^\n{]*) \{([^}]*--paper[^}]*)", packaged("player.css"), flags=re.M)
    assert [selector for selector, _ in themes] == [
        ".cnnlab",
        'body[data-jp-theme-light="false"] .cnnlab, [data-theme="dark"] .cnnlab',
    ]
    for _, rules in themes:
        color = dict(re.findall(r"--([\w-]+): #(\w+)", rules))
        for ink, paper, least in [
            ("ink", "paper", 7),
            ("ink", "key", 7),
            ("ink", "pressed", 4.5),
            ("key-line", "paper", 3),
            ("strong", "paper", 3),
        ]:
            high, low = sorted((light(color[ink]), light(color[paper])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= least, (ink, paper)


def test_no_style_but_the_themes_names_a_colour_of_text_or_ground() -> None:
    for name in ("player.css", "ruler.css", "painter.css"):
        plain = [line for line in packaged(name).splitlines() if "--paper:" not in line]
        assert not re.search(r"(?<![-\w])color: #", "\n".join(plain)), name


@with_node
def test_a_fixed_figure_has_nothing_to_set() -> None:
    html = (
        paint_kernel(sample_picture(9, 9), K2, fixed=True).html
        + animate_losses({0.01: [3.0, 2.0], 0.02: [3.0, 1.0]}, fixed=0.02).html
    )
    code = (
        "const [painter, lines] = figures(); const strong = lines.querySelectorAll('[data-line]')"
        ".filter((line) => line.getAttribute('stroke-width') === '3').map((line) => line.getAttribute('data-line'));"
        "return [painter.querySelectorAll('.cnnlab-weight').every((one) => one.getAttribute('readonly') !== null),"
        "painter.querySelectorAll('button').length, lines.querySelectorAll('button').length, strong, say(lines)];"
    )
    assert in_page(html, code) == [True, 0, 0, ["1"], "Learning rate 0.02\nThe loss falls from 3 to 1 in 2 steps."]
    assert "to edit" not in paint_kernel(sample_picture(9, 9), K2, fixed=True).alt


def test_a_fixed_rate_without_a_line_is_refused() -> None:
    with pytest.raises(ValueError, match=r"0\.03 .*0\.01"):
        animate_losses({0.01: [1.0]}, fixed=0.03)
