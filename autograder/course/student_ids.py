"""A student's id: the name of their folders, their key in nbgrader's database, a part of formgrader's addresses.

Any name can be made into one and read back. Letters of English, digits and `. _ @ -` stay as they are; every other
character becomes `~` and two hexadecimal digits for each of its bytes in UTF-8: `Zoë` is `Zo~C3~AB`. What grows too
long that way, as whole names in other scripts do, is written in Punycode behind `~~`. `~` needs no quoting in an
address, stands for nothing in a folder's name, and begins no formula in a spreadsheet, as `=` and `+` do.
"""

from __future__ import annotations

import re
import unicodedata

from autograder.text import one_line

LONGEST_ID = 128  # characters, as many as nbgrader's database takes
STUDENT_ID = re.compile(rf"(?!\.)[A-Za-z0-9._@~-]{{1,{LONGEST_ID}}}")
_UNSAFE = re.compile(r"[^A-Za-z0-9._@-]|^\.")
_UNSAFE_ASCII = re.compile(r"[\0-,/:-?\[-\]^`{-\x7f]|^\.")
_ESCAPES = re.compile(r"(?:~[0-9A-F]{2})+")
_LONG = "~~"


def student_id(name: str) -> str:
    """The id of whoever is called this; "" where it would be too long, or there is no name.

    A name that is a plain id already stays as it is. No two names have one id, except that a letter with an accent is
    the same however it is put together.
    """
    name = unicodedata.normalize("NFC", name)
    plain = _UNSAFE.sub(_escape, name)
    if len(plain) <= LONGEST_ID:
        return plain
    try:
        short = _LONG + _UNSAFE_ASCII.sub(_escape, name).encode("punycode").decode("ascii")
    except UnicodeError:  # halves of characters
        return ""
    return short if len(short) <= LONGEST_ID else ""


def name_of(student: str) -> str:
    """The name that `student_id` made into this id, whatever characters it holds; the id itself where it made none."""
    text = student
    if student.startswith(_LONG):
        try:
            text = student.removeprefix(_LONG).encode("ascii").decode("punycode")
        except UnicodeError:
            return student
    name = _ESCAPES.sub(_unescape, text)
    return name if student_id(name) == student else student


def shown_id(student: str) -> str:
    """An id as people are shown it, in one printable line."""
    return one_line(name_of(student), LONGEST_ID)


def _escape(match: re.Match[str]) -> str:
    return "".join(f"~{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))


def _unescape(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("~", "")).decode("utf-8", "replace")
