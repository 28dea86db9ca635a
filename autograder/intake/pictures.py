"""Pictures in answers in words: pasted into the cell, or in a file that lies beside the notebook and is linked to.

Each is decoded and written anew, so that nothing of the file is kept but what can be seen: no place where a photo was
taken, no second file behind the picture. What cannot be decoded, is too large or is a drawing that may hold programs
(SVG) is left out, and named.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import warnings
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from nbformat import NotebookNode
from PIL import Image

from autograder.course.nbgrader_cells import name_of
from autograder.intake.files import File, RefusedError
from autograder.intake.layout import Matching
from autograder.intake.submission import Repair, RepairKind
from autograder.text import one_line

SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MOST = 10  # in a notebook
LARGEST = 2 * 2**20  # bytes of one, as it is kept
LARGEST_SENT = 16 * 2**20
MOST_PIXELS = 25_000_000
MOST_NAMED = 20  # pictures that are left out: then no more are looked at
LONGEST_LINKED = 50_000  # letters of an answer in which links are looked for
WIDEST = 1600  # pixels: larger ones are made smaller
ATTACHMENT = "attachment:"
ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
# A link in Markdown, `![words](target "title")`, and the source of a tag: what stands before, the target, what follows.
LINK = re.compile(r"(!\[[^\]\n]{0,1000}\]\()(<[^>\n]{1,1000}>|[^)\s]{1,1000})((?:\s+[\"'][^\n]{0,1000}?)?\))")
TAG = re.compile(r"(<img\b[^>]{0,1000}?\bsrc\s*=\s*[\"'])([^\"'>\n]{1,1000})([\"'])", re.I)


@dataclass
class _Album:
    """The pictures that a notebook keeps, and what is worth knowing of them. `count` is how many it has."""

    count: int = 0
    repairs: dict[Repair, None] = field(default_factory=dict)

    def keep(self, name: str, content: bytes, media_type: str = "") -> dict[str, str] | None:
        """A picture written anew, by its media type, in base64; None if it is left out."""
        try:
            if self.count >= MOST:
                raise ValueError(f"{MOST} pictures a notebook are the most")
            if "svg" in media_type or name.lower().endswith(".svg"):
                raise ValueError("an SVG may hold a program; send a PNG instead")
            kind, written = written_anew(content)
        except ValueError as error:
            self.leave_out(name, str(error))
            return None
        self.count += 1
        return {kind: base64.b64encode(written).decode("ascii")}

    def leave_out(self, name: str, why: str) -> None:
        """Note that a picture is not kept."""
        self.repairs[Repair(RepairKind.PICTURE_LEFT_OUT, details=(one_line(name), why))] = None


def keep_pasted(notebook: NotebookNode, matching: Matching) -> tuple[Repair, ...]:
    """Put the pictures that were pasted into answers in words into the aligned notebook; says which were left out."""
    album, cells = _Album(), {name_of(cell): cell for cell in notebook.cells}
    for name, answer in matching.text.items():
        cell = cells[name]
        cell.pop("attachments", None)
        # Several cells may have been joined, and each editor calls the first picture of a cell `image.png`.
        taken: dict[str, Any] = {}
        source = cell.source
        for number, sent in enumerate(answer.cells if answer is not None else ()):
            text = sent.source
            for sent_name, bundle in sent.attachments.items():
                if len(album.repairs) >= MOST_NAMED:
                    break
                forms = [form for form in {sent_name, quote(sent_name)} if f"{ATTACHMENT}{form}" in text]
                if not forms or not isinstance(bundle, dict):
                    continue
                key = _key(sent_name) if _key(sent_name) not in taken else f"{number}-{_key(sent_name)}"
                picture = album.keep(sent_name, _content_of(bundle), " ".join(map(str, bundle)))
                if picture is not None:
                    taken[key] = picture
                for form in forms:
                    text = re.sub(rf"{ATTACHMENT}{re.escape(form)}(?![\w.%-])", f"{ATTACHMENT}{key}", text)
            source = source.replace(sent.source, text, 1) if text != sent.source else source
        cell.source = source
        if taken:
            cell.attachments = taken
    return tuple(album.repairs)


def attach_linked(notebook: NotebookNode, answered: Collection[str], files: Iterable[File]) -> tuple[Repair, ...]:
    """Attach to answers in words the pictures that they link to and that were sent beside the notebook.

    Args:
        notebook: an aligned one.
        answered: the names of the answers in which something is written.
        files: what was sent, the nearest first.
    """
    beside: dict[str, File] = {}
    for file in files:
        if file.name.lower().endswith(ENDINGS):
            beside.setdefault(file.name.lower(), file)
    cells = [cell for cell in notebook.cells if cell.cell_type == "markdown" and name_of(cell) in answered]
    cells = [cell for cell in cells if len(cell.source) <= LONGEST_LINKED]
    if not beside or not cells:
        return ()
    album = _Album(sum(len(cell.get("attachments", {})) for cell in cells))
    for cell in cells:
        _attach(cell, beside, album)
    return tuple(album.repairs)


def _attach(cell: NotebookNode, beside: Mapping[str, File], album: _Album) -> None:
    """Attach what a cell links to, and point the links to it."""
    attachments = dict(cell.get("attachments", {}))
    seen: dict[str, str] = {}  # files, by name, and the attachments that they became; "" for none

    def attached(link: re.Match[str]) -> str:
        target = html.unescape(unquote(link[2].strip("<>")))
        name = PurePosixPath(target.replace("\\", "/")).name.lower()
        if ":" in target or name not in beside or len(album.repairs) >= MOST_NAMED:
            return link[0]
        if name not in seen:
            seen[name] = key = _key(name) if _key(name) not in attachments else f"file-{_key(name)}"
            picture = _read(beside[name], album)
            if picture is None:
                seen[name] = ""
            else:
                attachments[key] = picture
                album.repairs[Repair(RepairKind.PICTURE, (name_of(cell),), (one_line(beside[name].name),))] = None
        return f"{link[1]}{ATTACHMENT}{seen[name]}{link[3]}" if seen[name] else link[0]

    cell.source = TAG.sub(attached, LINK.sub(attached, cell.source))
    if attachments:
        cell.attachments = attachments


def _read(file: File, album: _Album) -> dict[str, str] | None:
    try:
        return album.keep(file.name, file.read())
    except RefusedError as error:
        album.leave_out(file.name, str(error))
        return None


def _key(name: str) -> str:
    """An attachment's name that needs no quoting."""
    return re.sub(r"[^\w.-]", "_", name, flags=re.A)[-100:] or "picture"


def written_anew(content: bytes) -> tuple[str, bytes]:
    """A picture's media type and its bytes, decoded and encoded again: a JPEG as one, any other as a PNG of its first
    frame.

    Raises:
        ValueError: it is none, or too large.
    """
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if not (content.startswith(SIGNATURES) or is_webp):
        raise ValueError("it is no PNG, JPEG, GIF or WebP")
    if len(content) > LARGEST_SENT:
        raise ValueError(f"it is larger than {LARGEST_SENT // 2**20} MiB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large pictures, which are refused here
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise ValueError(f"it has {picture.width} × {picture.height} pixels; {MOST_PIXELS} are the most")
                is_photo = picture.format == "JPEG"
                picture.thumbnail((WIDEST, WIDEST))
                plain = picture.convert("RGB" if is_photo else "RGBA")
    except ValueError:
        raise
    except Exception as error:  # whatever a damaged file makes Pillow raise
        raise ValueError("it cannot be decoded") from error
    for form, options in (("JPEG" if is_photo else "PNG", {}), ("JPEG", {"quality": 80})):
        out = io.BytesIO()
        (plain.convert("RGB") if form == "JPEG" else plain).save(out, form, **options)
        if out.tell() <= LARGEST:
            return f"image/{form.lower()}", out.getvalue()
    raise ValueError(f"it takes more than {LARGEST // 2**20} MiB")


def _content_of(bundle: Mapping[str, Any]) -> bytes:
    """The bytes of an attachment's first picture; none for what is no base64."""
    for media_type, value in bundle.items():
        text = "".join(map(str, value)) if isinstance(value, list) else value
        if isinstance(text, str) and str(media_type).startswith("image/") and len(text) <= 2 * LARGEST_SENT:
            try:
                return base64.b64decode("".join(text.split()), validate=True)
            except (binascii.Error, ValueError):
                return b""
    return b""
