"""What runs over there: `python -m autograder.doors gradescope …` or `… vocareum …`, started by the package's scripts.

It ends with 0 when all was decided, and with 3 when a person has to look: then no points were given. What it prints is
for the instructor.
"""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.doors import gradescope, vocareum

if TYPE_CHECKING:
    from autograder.doors.marking import Marked


def main(arguments: list[str] | None = None) -> int:
    """Grade one hand-in and write what the other system reads. What cannot be imported or graded has no points."""
    options = _parser().parse_args(arguments)
    is_gradescope = options.door == "gradescope"
    try:
        marked = _marked(options, gradescope.who_sent(options.metadata) if is_gradescope else options.who)
        if is_gradescope:
            content = gradescope.results(marked, _manifest(options.package)["visibility"])
        else:
            lines, text = vocareum.grade_lines(marked), vocareum.report(marked)
        code = 0 if marked.is_decided else 3
    except Exception:  # ours: whatever it is, it is written down as what could not be graded
        traceback.print_exc()
        content, lines, text, code = gradescope.crashed(), "", vocareum.crashed(), 3
    if is_gradescope:
        gradescope.write_results(options.results, content)
    else:
        vocareum.write_grades(options.grades, options.report, lines, text)
    return code


def _marked(options: argparse.Namespace, who: str) -> Marked:
    import autograder.light_jsonschema  # noqa: F401  # before anything imports nbformat
    from autograder.doors.marking import Place, mark
    from autograder.text import printable

    secret = (options.package / "secret").read_text(encoding="ascii").strip()
    place = Place(options.course, options.sent, options.scratch, tuple(options.hide))
    marked = mark(place, _manifest(options.package)["lab"], who, secret)
    reasons = [row.reason for row in marked.rows if row.test in marked.undecided]
    for line in filter(None, [marked.problem, marked.reason, *reasons]):
        print(f"could not be graded: {printable(line)}", file=sys.stderr)
    return marked


def _manifest(package: Path) -> dict[str, str]:
    manifest: dict[str, str] = json.loads((package / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="autograder.doors", description=__doc__)
    doors = top.add_subparsers(required=True, dest="door")
    for name in ("gradescope", "vocareum"):
        parser = doors.add_parser(name)
        for folder in ("package", "course", "sent", "scratch"):
            parser.add_argument(f"--{folder}", type=Path, required=True)
        parser.add_argument("--hide", type=Path, action="append", default=[])
        if name == "gradescope":
            parser.add_argument("--metadata", type=Path, required=True)
            parser.add_argument("--results", type=Path, required=True)
        else:
            parser.add_argument("--grades", type=Path, required=True)
            parser.add_argument("--report", type=Path, required=True)
            parser.add_argument("--who", default=vocareum.NOBODY)
    return top


if __name__ == "__main__":
    sys.exit(main())
