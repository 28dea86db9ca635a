"""The page of a class whose students are shown totals only: the points, and nothing of what was right or wrong."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from autograder.course.model import Lab, title
from autograder.files import write_whole
from autograder.gradebook.scores import Row
from autograder.text import counted
from autograder.watch.receipt import HEAD


def write_totals(page: Path, lab: Lab, rows: Sequence[Row], late: float) -> bool:
    """Write the page, unless it says just this; returns whether it was written.

    Args:
        late: the points that lateness takes off.
    """
    earned = sum(row.points or 0.0 for row in rows) - late
    waiting = [row for row in rows if row.points is None]
    said = [f"{earned:g} of {sum(row.max_points for row in rows):g} points"]
    said += [f"{late:g} points were taken off since it came late."] if late else []
    if waiting:
        said.append(f"{counted(len(waiting), 'part')} of it {'waits' if len(waiting) == 1 else 'wait'} for a person.")
    name = html.escape(title(lab))
    text = "".join(f"<p>{html.escape(line)}</p>" for line in said)
    content = f"{HEAD.format(title=f'Points: {name}')}<h1>Points: {name}</h1>{text}</main></body></html>\n".encode()
    if page.is_file() and page.stat().st_size == len(content) and page.read_bytes() == content:
        return False
    write_whole(page, content)
    return True
