"""Static pictures say what they show, leave matplotlib as it was, and refuse what they cannot draw."""

from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser
from typing import Any

import numpy
import pytest
import torch
from PIL import Image

from cnnlab import sample_picture, show_heatmap, show_image, show_images, show_losses
from cnnlab.figures.pictures import Picture
from cnnlab.figures.values import cell_writer, number_of, number_text

STRIPES = torch.ones(6, 8)
STRIPES[:, 2:6] = 0
EDGES = STRIPES[:, :-1] - STRIPES[:, 1:]


def pixels(picture: Picture) -> torch.Tensor:
    return torch.from_numpy(numpy.asarray(Image.open(io.BytesIO(picture.png)).convert("RGB")).copy())


def has_color(picture: Picture, *color: int) -> bool:
    return bool((pixels(picture) == torch.tensor(color, dtype=torch.uint8)).all(dim=-1).sum() > 5000)


@pytest.fixture
def bars(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every colour bar that is drawn."""
    from matplotlib.figure import Figure

    drawn: list[Any] = []
    real = Figure.colorbar

    def counted(figure: Figure, *args: Any, **settings: Any) -> Any:
        drawn.append(args)
        return real(figure, *args, **settings)

    monkeypatch.setattr(Figure, "colorbar", counted)
    return drawn


class Tags(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


# What is said


def test_the_alt_text_names_title_shape_range_and_few_numbers() -> None:
    assert (
        repr(show_image(torch.tensor([[1.0, -1.0]]), "Kernel")) == "Kernel. Image, 1×2, values from −1 to 1: [[1, −1]]."
    )
    assert repr(show_image(sample_picture(40, 50), "A face")).startswith("A face. Image, 40×50, values from 0.0")
    assert repr(show_image(sample_picture(40, 50, color=True))).startswith("Colour image, 40×50, values from 0.0")


def test_an_alt_text_of_ones_own_takes_its_place() -> None:
    assert repr(show_image(STRIPES, "Stripes", alt="A black stripe on white.")) == "A black stripe on white."


def test_several_images_are_all_described() -> None:
    assert repr(show_images([STRIPES, torch.tensor([[2.0]])], ["Before", "After"])) == (
        "2 images side by side. Before. Image, 6×8, values from 0 to 1. After. Image, 1×1, values from 2 to 2: [[2]]."
    )


def test_signs_between_images_are_read_with_them() -> None:
    one, two = torch.tensor([[1.0]]), torch.tensor([[2.0]])
    assert repr(show_images([one, one, two], ["a", "b", "sum"], between=["+", "="])) == (
        "3 images side by side. a. Image, 1×1, values from 1 to 1: [[1]]. + b. Image, 1×1, values from 1 to 1: [[1]]. "
        "= sum. Image, 1×1, values from 2 to 2: [[2]]."
    )


def test_losses_are_described_with_where_they_end() -> None:
    picture = show_losses({"lr 0.03": [8.0, 4.0, 2.0], "lr 0.3": [8.0, 1e30, float("inf"), float("nan")]}, "Two rates")
    assert repr(picture) == (
        "Two rates. Loss per step. lr 0.03: from 8 to 2 in 3 steps. lr 0.3: from 8 to nan in 4 steps, "
        "not finite from step 3 on."
    )


def test_a_heatmap_is_described_with_its_rows_and_columns() -> None:
    assert repr(show_heatmap([[1, 2], [3, 4]], [2, 3], ["a", "b"], "kernel", "stride", "Overlap")) == (
        "Overlap. Heat map, kernel 2, 3 by stride a, b. Table, 2×2, values from 1 to 4: [[1, 2], [3, 4]]."
    )


def test_values_that_are_not_finite_are_drawn_and_said() -> None:
    picture = show_image([[1.0, float("nan")], [float("inf"), 3.0]])
    assert repr(picture) == "Image, 2×2, values from 1 to 3, 2 of them not finite: [[1, nan], [∞, 3]]."
    assert repr(show_image([[float("nan")]])) == "Image, 1×1, without any finite value."


def test_a_title_cannot_break_out_of_the_alt_text() -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    for picture in (
        show_image(STRIPES, hostile),
        show_images([STRIPES], [hostile]),
        show_losses({hostile: [1.0, 2.0]}),
        show_heatmap([[1.0]], [hostile], [hostile], hostile, hostile, hostile),
        show_image(STRIPES, alt=hostile),
    ):
        assert [tag for tag, _ in Tags(picture._repr_html_()).tags] == ["img"]
        assert hostile in (Tags(picture._repr_html_()).tags[0][1]["alt"] or "")


# What is drawn


def test_the_html_is_one_image_with_alt_text_and_png_bytes() -> None:
    picture = show_image(STRIPES)
    [(tag, attributes)] = Tags(picture._repr_html_()).tags
    assert (tag, attributes["alt"]) == ("img", repr(picture))
    source = attributes["src"] or ""
    assert source.startswith("data:image/png;base64,")
    assert base64.b64decode(source.partition(",")[2]) == picture.png


def test_the_same_picture_is_the_same_bytes_and_carries_no_date() -> None:
    picture = show_image(STRIPES, "Stripes")
    assert picture.png == show_image(STRIPES, "Stripes").png
    assert b"tEXt" not in picture.png
    assert b"tIME" not in picture.png


def test_pictures_are_small() -> None:
    assert len(show_image(STRIPES).png) < 20_000
    assert len(show_image(sample_picture()).png) < 40_000
    assert len(show_images([sample_picture()] * 6, ["map"] * 6, columns=3).png) < 150_000


def test_black_is_the_smallest_value_and_white_the_largest() -> None:
    picture = show_image(torch.tensor([[2.0, 3.0]]), values=False)
    assert has_color(picture, 0, 0, 0)
    assert not has_color(picture, 128, 128, 128)
    assert not has_color(show_image(torch.tensor([[2.0, 3.0]]), values=False, vmin=0), 0, 0, 0)


def test_a_signed_scale_is_white_at_zero_and_equally_far_to_both_sides() -> None:
    middle = pixels(show_image(torch.tensor([[0.0, 5.0]]), values=False, cmap="signed"))
    left = middle[middle.shape[0] // 2 - 10, 60].tolist()
    assert min(left) > 240
    strong, weak = (
        show_image([[-1.0, 4.0]], cmap="signed", values=False),
        show_image([[-4.0, 4.0]], cmap="signed", values=False),
    )
    assert has_color(weak, 45, 0, 75)
    assert not has_color(strong, 45, 0, 75)


def test_values_of_both_signs_are_drawn_on_a_scale_centred_on_zero_unless_asked_otherwise() -> None:
    assert show_image(EDGES).png == show_image(EDGES, cmap="signed").png != show_image(EDGES, cmap="gray").png
    assert show_image(STRIPES).png == show_image(STRIPES, cmap="gray").png
    assert show_image(-STRIPES).png == show_image(-STRIPES, cmap="gray").png
    assert show_images([STRIPES, EDGES], ["a", "b"]).png != show_images([STRIPES, EDGES], ["a", "b"], cmap="gray").png
    table = [[1.0, -1.0]], ["r"], ["c", "d"]
    assert show_heatmap(*table).png == show_heatmap(*table, cmap="signed").png
    assert show_heatmap(*table).png != show_heatmap(*table, cmap="cividis").png


def test_numbers_stand_in_the_cells_when_there_are_few() -> None:
    small, large = torch.rand(10, 12), torch.rand(11, 11)
    assert show_image(small).png == show_image(small, values=True).png != show_image(small, values=False).png
    assert show_image(large).png == show_image(large, values=False).png != show_image(large, values=True).png


def test_a_shared_scale_makes_equal_values_look_equal() -> None:
    images = [torch.tensor([[0.0, 1.0]]), torch.tensor([[0.0, 4.0]])]
    own = show_images(images, ["a", "b"], values=False)
    shared = show_images(images, ["a", "b"], values=False, shared_scale=True)
    assert not has_color(own, 64, 64, 64)
    assert has_color(shared, 64, 64, 64)


def test_images_that_share_a_scale_share_its_bar(bars: list[Any]) -> None:
    nine, titles = [torch.full((2, 2), float(i)) for i in range(9)], list("abcdefghi")
    show_images(nine, titles, columns=3)
    assert len(bars) == 9
    bars.clear()
    show_images(nine, titles, columns=3, shared_scale=True)
    assert len(bars) == 1
    bars.clear()
    show_images(nine, titles, columns=3, shared_scale=[1, 2, 5])
    assert len(bars) == 7


def test_the_images_named_share_a_scale_and_the_others_keep_their_own() -> None:
    edges, pooled = torch.tensor([[-1.0, 1.0]]), torch.tensor([[0.0, 1.0]])
    apart = show_images([STRIPES, edges, pooled], list("abc"), values=False)
    together = show_images([STRIPES, edges, pooled], list("abc"), values=False, shared_scale=[1, 2])
    everything = show_images([STRIPES, edges, pooled], list("abc"), values=False, shared_scale=True)
    orange = torch.tensor([127, 59, 8], dtype=torch.uint8)
    counts = [int((pixels(picture) == orange).all(dim=-1).sum()) for picture in (apart, together, everything)]
    assert counts[0] > 5000, "one of the edges' two cells"
    assert counts[2] > counts[1] > 0
    assert has_color(together, 0, 0, 0) and not has_color(everything, 0, 0, 0), "the image itself stays black and white"


def test_the_terms_of_a_sum_have_no_bars_when_their_numbers_are_shown(bars: list[Any]) -> None:
    images = [torch.ones(2, 2), torch.ones(2, 2), 2 * torch.ones(2, 2)]
    plain = show_images(images, ["map 0", "map 1", "the sum"])
    assert len(bars) == 3
    bars.clear()
    show_images(images, ["map 0", "map 1", "the sum"], between=["+", "="])
    assert bars == []
    show_images(images, ["map 0", "map 1", "the sum"], between=["+", "="], values=False)
    assert len(bars) == 3, "without numbers, colours need their bars"
    assert show_images(images, ["map 0", "map 1", "the sum"], between=["", ""]).png != plain.png


def test_padding_is_hatched_and_its_numbers_stay() -> None:
    padded = torch.nn.functional.pad(torch.ones(2, 3), (2, 2, 1, 1))
    plain, hatched = show_image(padded, "padded"), show_image(padded, "padded", padding=(1, 2))
    assert repr(hatched) == repr(plain)
    assert has_color(hatched, 225, 227, 230)
    assert not has_color(plain, 225, 227, 230)
    assert show_image(padded, padding=0).png == show_image(padded).png
    assert has_color(show_images([STRIPES, padded], ["a", "b"], padding=[0, (1, 2)]), 225, 227, 230)


def test_channels_of_one_tensor_are_images() -> None:
    maps = torch.rand(3, 4, 5)
    titles = ["one", "two", "three"]
    assert show_images(maps, titles).png == show_images(list(maps), titles).png


def test_columns_break_the_row() -> None:
    maps = torch.rand(4, 5, 5)
    wide, tall = pixels(show_images(maps, list("abcd"))), pixels(show_images(maps, list("abcd"), columns=2))
    assert wide.shape[1] > tall.shape[1]
    assert wide.shape[0] < tall.shape[0]


def test_a_logarithmic_axis_takes_zeros_and_nothing_but_nan() -> None:
    assert show_losses({"a": [1.0, 0.0], "b": [float("nan")]}).png
    assert show_losses({"a": [3, 2, 1]}, log=False).png != show_losses({"a": [3, 2, 1]}).png


@pytest.mark.parametrize("dtype", [torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.uint8, torch.bool])
def test_any_real_dtype_is_drawn(dtype: torch.dtype) -> None:
    picture = show_image(torch.tensor([[0, 1], [1, 0]]).to(dtype))
    assert repr(picture) == "Image, 2×2, values from 0 to 1: [[0, 1], [1, 0]]."
    assert picture.png == show_image([[0, 1], [1, 0]]).png == show_image(numpy.array([[0, 1], [1, 0]])).png


def test_a_parameter_is_drawn_and_not_changed() -> None:
    kernel = torch.nn.Parameter(torch.rand(3, 3))
    before = kernel.detach().clone()
    show_image(kernel)
    show_images([kernel, kernel], ["a", "b"])
    show_heatmap(kernel, range(3), range(3))
    show_losses({"a": kernel[0]})
    assert torch.equal(kernel, before)


def test_colors_may_be_bytes() -> None:
    color = sample_picture(8, 9, color=True)
    assert show_image((color * 255).round().to(torch.uint8)).alt.startswith("Colour image, 8×9, values from 0.")


# What is left alone


def test_the_readers_figures_and_settings_stay_as_they_are() -> None:
    import matplotlib
    from matplotlib import pyplot

    plain = [show_image(EDGES, "Edges", cmap="signed").png, show_losses({"a": [2.0, 1.0]}).png]
    pyplot.close("all")
    with matplotlib.rc_context(
        {"font.size": 31, "figure.facecolor": "black", "axes.edgecolor": "red", "lines.linewidth": 9}
    ):
        before = dict(matplotlib.rcParams)
        assert [show_image(EDGES, "Edges", cmap="signed").png, show_losses({"a": [2.0, 1.0]}).png] == plain
        with pytest.raises(ValueError, match="no_such_map"):
            show_image(EDGES, cmap="no_such_map")
        assert dict(matplotlib.rcParams) == before
    assert pyplot.get_fignums() == []


# What is refused


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (
            lambda: show_image(torch.ones(1, 1, 6, 8)),
            "(1, 1, 6, 8): it takes (H, W), or (H, W, 3) for colours. Show one channel of one",
        ),
        (
            lambda: show_image(torch.ones(3, 6, 8)),
            "(3, 6, 8): it takes (H, W), or (H, W, 3) for colours. Colours come last here: X.permute(1, 2, 0)",
        ),
        (lambda: show_image(torch.ones(2, 6, 8)), "(2, 6, 8)"),
        (lambda: show_image(torch.ones(7)), "X.reshape(1, 7)"),
        (lambda: show_image(torch.ones(0, 4)), "(0, 4)"),
        (lambda: show_image(torch.ones(2, 5, dtype=torch.complex64)), "(2, 5)"),
        (lambda: show_image(torch.full((4, 5, 3), 2.0)), "(4, 5, 3)"),
        (lambda: show_images([], []), "empty"),
        (lambda: show_images([STRIPES, torch.ones(2, 2, 2)], ["a", "b"]), "(2, 2, 2)"),
        (lambda: show_images(torch.ones(6, 8), ["a"] * 6), "(6, 8)"),
        (lambda: show_images([STRIPES], ["a", "b"]), "2 titles"),
        (lambda: show_images([STRIPES], ["a"], columns=0), "0"),
        (lambda: show_images([STRIPES, STRIPES], ["a", "b"], between=["+", "="]), "1 for 2 images, but there are 2"),
        (lambda: show_images([STRIPES, STRIPES], ["a", "b"], shared_scale=[2]), "0 to 1, but was [2]"),
        (lambda: show_images([STRIPES, STRIPES], ["a", "b"], padding=[1]), "2 images and 1 entries"),
        (lambda: show_images([STRIPES], ["a"], padding=[3]), "(3, 3) on each side is all of the image of shape (6, 8)"),
        (lambda: show_image(STRIPES, padding=-1), "padding is one whole number or a pair"),
        (lambda: show_losses({}), "empty"),
        (lambda: show_losses({"lr 0.1": []}), "lr 0.1"),
        (lambda: show_losses({"lr 0.1": 3.0}), "lr 0.1"),
        (lambda: show_heatmap(torch.ones(2, 3), [1, 2], [1, 2]), "(2, 3)"),
        (lambda: show_heatmap(torch.ones(4), [1, 2], [1, 2]), "(4,)"),
        (lambda: sample_picture(0, 9), "(0, 9)"),
        (lambda: sample_picture(9, 513), "(9, 513)"),
    ],
)
def test_a_wrong_argument_is_named(call: Any, named: str) -> None:
    with pytest.raises(ValueError, match=re.escape(named)):
        call()


# The photograph


def test_the_photograph_has_the_shape_asked_for_and_values_from_zero_to_one() -> None:
    for height, width in [(96, 96), (30, 80), (80, 30), (1, 1)]:
        gray, color = sample_picture(height, width), sample_picture(height, width, color=True)
        assert gray.shape == (height, width)
        assert color.shape == (height, width, 3)
        for picture in (gray, color):
            assert picture.dtype == torch.float32
            assert picture.is_contiguous()
            assert 0 <= float(picture.min()) <= float(picture.max()) <= 1
    assert float(sample_picture().std()) > 0.2


def test_the_photograph_is_not_stretched_and_each_call_gives_a_new_one() -> None:
    wide, high = sample_picture(32, 64), sample_picture(64, 64)
    assert float((wide - high[:32]).abs().mean()) < 0.01
    high.zero_()
    assert float(sample_picture(64, 64).max()) > 0.5


# Numbers as text


def test_numbers_are_written_short_and_can_be_read_back() -> None:
    texts = {
        0.25: "0.25",
        -1.0: "−1",
        1e8: "1e8",
        1.5e-7: "1.5e−7",
        float("inf"): "∞",
        -0.0: "0",
        12345.0: "12345",
        2 / 3: "0.667",
    }
    assert {value: number_text(value) for value in texts} == texts
    for value, text in texts.items():
        assert number_of(text) == pytest.approx(value, rel=1e-3)
    assert number_text(float("nan")) == "nan"


def test_a_rounded_cell_keeps_its_zeros_and_an_exact_one_does_not() -> None:
    write = cell_writer([0.001, 0.5, -1.0, 0.0])
    assert [write(value) for value in (0.001, 0.5, -1.0, 0.0)] == ["0.00", "0.5", "−1", "0"]
    assert cell_writer([123.4, 5.0])(123.4) == "123"
    assert cell_writer([1e-5, 2e-5])(1e-5) == "1e−5"
    assert cell_writer([1e9])(1e9) == "1e9"
