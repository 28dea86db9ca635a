"""Text that others wrote, made harmless: for a terminal, a table, a page, a name.

One class of characters decides, that of `str.isprintable`. What is not printable is replaced by U+FFFD: control
characters (NUL, escape, C1), characters that turn the direction of the text around them or cannot be seen (U+061C,
U+200B to U+200F, U+202A to U+202E, …), halves of characters (lone surrogates), code points that are private or mean
nothing yet, ends of lines, and spaces other than the plain one.
"""

from __future__ import annotations

from collections.abc import Sequence

FORMULA = ("=", "+", "-", "@")
SHORT = 80  # characters: a name in a message


def printable(text: str, keep: str = "") -> str:
    """The text with each character replaced that is neither printable nor in `keep`."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter in keep else "\N{REPLACEMENT CHARACTER}" for letter in text)


def one_line(text: str, limit: int = SHORT) -> str:
    """The first `limit` characters of the text in one printable line, each white space in it a single space."""
    return printable(" ".join(text.split())[:limit])


def as_sentence(text: str) -> str:
    """A reason or a note, which begins in lower case and has no full stop, as a printable sentence of its own."""
    return printable(f"{text[:1].upper()}{text[1:]}.")


def table_cell(text: str) -> str:
    """The text, printable, in a form that no spreadsheet takes for a formula. A lone `-` is none."""
    text = printable(text)
    return f"'{text}" if text.startswith(FORMULA) and text != "-" else text


def identifier(text: str, limit: int = SHORT // 2, also: str = "") -> str:
    """The letters, digits and underscores among the first characters of a name, at most `limit`; those in `also` are
    kept, too.
    """
    return "".join(letter for letter in text if letter.isidentifier() or letter.isdigit() or letter in also)[:limit]


def listed(names: Sequence[str], most: int = 5) -> str:
    """`a`, `a and b`, `a, b and c`; of more than `most` names the last ones are counted: `a, b, c, d and 3 more`."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def counted(count: int, thing: str, things: str = "") -> str:
    """`1 page`, `2 pages`; `things` is the plural where it is not the word with an s."""
    return f"{count} {thing if count == 1 else things or f'{thing}s'}"
