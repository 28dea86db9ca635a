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
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from nbformat import NotebookNode
from PIL import Image

from autograder.intake.files import File, RefusedError
from autograder.intake.submission import Repair, RepairKind
from autograder.text import one_line

SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MOST = 10  # in a notebook
LARGEST = 2 * 2**20  # bytes of one, as it is kept
LARGEST_SENT = 16 * 2**20
MOST_PIXELS = 25_000_000
WIDEST = 1600  # pixels: larger ones are made smaller
ATTACHMENT = "attachment:"
ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
# A link in Markdown, `![words](target "title")`, and the source of a tag: what stands before, the target, what follows.
LINK = re.compile(r"(!\[[^\]\n]{0,1000}\]\()(<[^>\n]{1,1000}>|[^)\s]{1,1000})((?:\s+[\"'][^\n]{0,1000}?)?\))")
TAG = re.compile(r"(<img\b[^>]{0,1000}?\bsrc\s*=\s*[\"'])([^\"'>\n]{1,1000})([\"'])", re.I)


@dataclass
class Pictures:
    """The pictures that a notebook keeps.

    Attributes:
        files: what lies beside the notebook, by name in small letters.
        count: how many have been kept.
    """

    files: Mapping[str, File] = field(default_factory=dict)
    count: int = 0
    repairs: dict[Repair, None] = field(default_factory=dict)

    def keep_attachments(self, cell: NotebookNode) -> None:
        """Write the attachments of a cell anew, and leave out those that cannot be."""
        attachments = cell.pop("attachments", None)
        kept = {}
        for name, bundle in attachments.items() if isinstance(attachments, dict) else ():
            if isinstance(bundle, dict) and f"{ATTACHMENT}{name}" in unquote(cell.source):
                picture = self._kept(name, _content_of(bundle), "; ".join(map(str, bundle)))
                if picture is not None:
                    kept[name] = picture
        if kept:
            cell.attachments = kept

    def keep_linked(self, cell: NotebookNode, answer: str) -> None:
        """Attach the pictures that a cell links to and that lie beside the notebook, and point the links to them."""
        attachments = dict(cell.get("attachments", {}))

        def attached(link: re.Match[str]) -> str:
            target = html.unescape(unquote(link[2].strip("<>")))
            name = PurePosixPath(target.replace("\\", "/")).name
            if ":" in target or not name.lower().endswith(ENDINGS) or name.lower() not in self.files:
                return link[0]
            key = re.sub(r"[^\w.-]", "_", name)
            if key not in attachments:
                picture = self._read(self.files[name.lower()])
                if picture is None:
                    return link[0]
                attachments[key] = picture
                self.repairs[Repair(RepairKind.PICTURE, (answer,), (one_line(name),))] = None
            return f"{link[1]}{ATTACHMENT}{key}{link[3]}"

        cell.source = TAG.sub(attached, LINK.sub(attached, cell.source))
        if attachments:
            cell.attachments = attachments

    def _read(self, file: File) -> dict[str, str] | None:
        try:
            return self._kept(file.name, file.read())
        except RefusedError as error:
            self._leave_out(file.name, str(error))
            return None

    def _kept(self, name: str, content: bytes, media_type: str = "") -> dict[str, str] | None:
        """A picture written anew, by its media type, in base64; None if it is left out."""
        if self.count >= MOST:
            self._leave_out(name, f"{MOST} pictures a notebook are the most")
            return None
        if "svg" in media_type or name.lower().endswith(".svg"):
            self._leave_out(name, "an SVG may hold a program; send a PNG instead")
            return None
        try:
            kind, written = written_anew(content)
        except ValueError as error:
            self._leave_out(name, str(error))
            return None
        self.count += 1
        return {kind: base64.b64encode(written).decode("ascii")}

    def _leave_out(self, name: str, why: str) -> None:
        self.repairs[Repair(RepairKind.PICTURE_LEFT_OUT, details=(one_line(name), why))] = None


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
    for form, options in (("JPEG" if is_photo else "PNG", {"optimize": True}), ("JPEG", {"quality": 80})):
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
