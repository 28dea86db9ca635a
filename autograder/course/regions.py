"""nbgrader's marker lines, and the text between them."""

from __future__ import annotations

SOLUTION = ("### BEGIN SOLUTION", "### END SOLUTION")
HIDDEN = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
SCHEME = ("=== BEGIN MARK SCHEME ===", "=== END MARK SCHEME ===")
REGIONS = (SOLUTION, HIDDEN, SCHEME)


def without(source: str, *regions: tuple[str, str]) -> str:
    """`source` without these regions and their marker lines."""
    return "\n".join(line for line, inside in _marked(source, regions) if not inside)


def within(source: str, *regions: tuple[str, str]) -> str:
    """The lines inside these regions of `source`, without the marker lines."""
    markers = {marker for region in regions for marker in region}
    lines = (line for line, inside in _marked(source, regions) if inside)
    return "\n".join(line for line in lines if not any(marker in line for marker in markers))


def _marked(source: str, regions: tuple[tuple[str, str], ...]) -> list[tuple[str, bool]]:
    """Each line, with whether it is in one of the regions; marker lines are."""
    rows: list[tuple[str, bool]] = []
    end = ""
    for line in source.split("\n"):
        opened = next((close for begin, close in regions if begin in line), "")
        end = end or opened
        rows.append((line, bool(end)))
        if end and end in line:
            end = ""
    return rows
