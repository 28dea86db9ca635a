"""Pictures in answers in words stay, on the page too: what can be seen of them, and nothing else of the file."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from PIL import Image

from autograder.feedback.markdown import markdown
from autograder.intake import Collected, RepairKind, Submission
from autograder.intake.pictures import LARGEST, MOST, written_anew
from tests.support.notebooks import DOUBLING, doubling, find, make_master, make_notebook, released_cells, sentences

MASTERS = {DOUBLING: make_master(doubling())}
SECRET = b"taken at 52.5200 N 13.4050 E"


def picture(form: str = "PNG", size: tuple[int, int] = (8, 6), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **options)
    return out.getvalue()


def pasted(content: bytes, kind: str = "image/png") -> dict[str, str]:
    return {kind: base64.b64encode(content).decode()}


def sent(
    folder: Path, words: str, attachments: dict[str, Any] | None = None, files: dict[str, bytes] | None = None
) -> Submission:
    """The submission of a notebook with this answer in words, and of the files beside it."""
    cells = released_cells(doubling())
    cell = find(cells, "in_words")
    cell.source = words
    if attachments is not None:
        cell.attachments = attachments
    lab = folder / "ada" / DOUBLING
    lab.mkdir(parents=True)
    (lab / "doubling.ipynb").write_text(json.dumps(make_notebook(cells)))
    for name, content in (files or {}).items():
        (lab / name).parent.mkdir(exist_ok=True)
        (lab / name).write_bytes(content)
    (submission,) = Collected(folder, MASTERS)
    assert submission.problem == ""
    return submission


def answer(submission: Submission) -> NotebookNode:
    notebook = nbformat.reads(submission.text, as_version=4)
    nbformat.validate(notebook)
    return find(notebook.cells, "in_words")


def kept(submission: Submission) -> list[bytes]:
    """The pictures that the answer has, as they reach the page."""
    cell = answer(submission)
    page = markdown(cell.source, cell.get("attachments"))
    pieces = [piece.split('"')[0] for piece in page.split(";base64,")[1:]]
    return [base64.b64decode(piece) for piece in pieces]


def size(content: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(content)) as opened:
        return opened.size


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_pasted_into_an_answer_is_on_the_page(tmp_path: Path, form: str) -> None:
    found = sent(tmp_path, "See ![it](attachment:image.png) here.", {"image.png": pasted(picture(form))})
    assert [size(one) for one in kept(found)] == [(8, 6)]
    assert found.repairs == ()
    assert "in_words" in found.answered


@pytest.mark.parametrize(
    "words",
    [
        "![plot](plot.png)",
        '![plot](plot.png "A title")',
        "![plot](<plot.png>)",
        "![plot](./images/Plot.PNG)",
        '<img src="plot.png" width="300">',
        "Text <img alt='x' src='plot.png'/> and more",
        "![plot](images\\plot.png)",
    ],
)
def test_a_picture_that_lies_beside_the_notebook_is_on_the_page(tmp_path: Path, words: str) -> None:
    found = sent(tmp_path, words, files={"plot.png": picture()})
    assert [size(one) for one in kept(found)] == [(8, 6)]
    assert sentences(found) == ("the picture plot.png beside the notebook was put into answer in_words",)


def test_a_picture_with_a_space_in_its_name_and_in_a_folder_is_found(tmp_path: Path) -> None:
    found = sent(tmp_path, "![p](images/my%20plot.png)", files={"images/my plot.png": picture()})
    assert len(kept(found)) == 1


def test_where_a_photo_was_taken_and_what_hides_behind_it_is_gone(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    content = picture("JPEG", exif=exif) + b"<script>alert(1)</script>"
    assert SECRET in content
    (one,) = kept(sent(tmp_path, "![p](attachment:p.jpg)", {"p.jpg": pasted(content, "image/jpeg")}))
    assert SECRET not in one and b"script" not in one


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "an SVG may hold a program"),
        (b"<script>alert(1)</script>", "it is no PNG, JPEG, GIF or WebP"),
        (picture()[:40], "it cannot be decoded"),
        (picture("PNG", (5001, 5000)), "5001 × 5000 pixels"),
        (b"", "it is no PNG"),
    ],
)
def test_what_is_no_plain_picture_is_left_out_and_named(tmp_path: Path, content: bytes, why: str) -> None:
    kind, name = ("image/svg+xml", "p.svg") if content.startswith(b"<svg") else ("image/png", "p.png")
    found = sent(tmp_path, f"Words ![p](attachment:{name})", {name: pasted(content, kind)})
    assert kept(found) == []
    assert "Words" in markdown(answer(found).source, answer(found).get("attachments"))
    assert [repair.kind for repair in found.repairs] == [RepairKind.PICTURE_LEFT_OUT]
    assert sentences(found)[0].startswith(f"the picture {name} was left out: ") and why in sentences(found)[0]


def test_eleven_pictures_are_one_too_many(tmp_path: Path) -> None:
    words = "\n".join(f"![p](attachment:{number}.png)" for number in range(MOST + 1))
    found = sent(tmp_path, words, {f"{number}.png": pasted(picture()) for number in range(MOST + 1)})
    assert len(kept(found)) == MOST
    assert sentences(found) == (f"the picture {MOST}.png was left out: {MOST} pictures a notebook are the most",)


def test_attachments_that_are_damaged_cost_no_words(tmp_path: Path) -> None:
    found = sent(tmp_path, "Words ![p](attachment:p.png)", {"p.png": {"image/png": "no base64!"}, "q.png": {}})
    assert "Words" in answer(found).source and kept(found) == []


@pytest.mark.parametrize(
    "target",
    ["https://example.org/plot.png", "file:///etc/plot.png", "data:image/png;base64,AA", "notes.txt", "no.png"],
)
def test_other_links_stay_as_they_were_written(tmp_path: Path, target: str) -> None:
    found = sent(tmp_path, f"![p]({target})", files={"plot.png": picture(), "notes.txt": b"x"})
    assert answer(found).source == f"![p]({target})"
    assert "attachments" not in answer(found)


def test_two_cells_that_were_joined_keep_their_own_pictures_of_one_name(tmp_path: Path) -> None:
    cells = released_cells(doubling())
    find(cells, "in_words").source = "First ![a](attachment:image.png)"
    find(cells, "in_words").attachments = {"image.png": pasted(picture(size=(8, 6)))}
    more = nbformat.v4.new_markdown_cell("Second ![b](attachment:image.png)")
    more.attachments = {"image.png": pasted(picture(size=(4, 3)))}
    cells.append(more)
    lab = tmp_path / "ada" / DOUBLING
    lab.mkdir(parents=True)
    (lab / "doubling.ipynb").write_text(json.dumps(make_notebook(cells)))
    (found,) = Collected(tmp_path, MASTERS)
    assert sorted(map(size, kept(found))) == [(4, 3), (8, 6)]


def test_a_large_picture_is_made_smaller() -> None:
    noise = Image.effect_noise((3000, 2000), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    kind, content = written_anew(out.getvalue())
    assert (kind, len(content) <= LARGEST) == ("image/jpeg", True)
    assert size(content) == (1600, 1067)


@pytest.mark.parametrize("how", ["zip", "canvas", "moodle"])
def test_a_picture_that_came_through_a_platform_is_found(tmp_path: Path, how: str) -> None:
    cells = released_cells(doubling())
    find(cells, "in_words").source = "![p](plots/plot.png)"
    members = {"doubling.ipynb": json.dumps(make_notebook(cells)).encode(), "plots/plot.png": picture()}
    if how == "canvas":  # which has no folders
        members = {
            f"lovelaceada_12_{number}_{Path(name).name}": data
            for number, (name, data) in enumerate(members.items(), 70)
        }
    if how == "moodle":
        members = {f"Ada Lovelace_12_assignsubmission_file/{name}": data for name, data in members.items()}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    path = tmp_path / "sent.zip" if how != "zip" else tmp_path / "class" / "ada" / "work.zip"
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(content.getvalue())
    (found,) = Collected(path if how != "zip" else tmp_path / "class", MASTERS)
    assert (found.problem, [size(one) for one in kept(found)]) == ("", [(8, 6)])
