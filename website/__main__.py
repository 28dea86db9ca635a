"""`python -m website`: build the site into dist/site/ and check its links."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from sphinx.cmd.build import build_main

from autograder.course.model import CourseError
from autograder.release.students_zip import bundle
from website.links import broken, external
from website.sources import SiteError, write_sources

COURSE = Path(__file__).resolve().parents[1]


def build(course: Path, into: Path, zipped: Path, run: Collection[str] | None = None) -> None:
    """Build the site of `course` in the folder `into`, which is emptied first.

    Args:
        zipped: the students' zip.
        run: the ids of the labs whose exploration cells are run; by default all labs.

    Raises:
        SiteError: it cannot be built, or a link in it leads nowhere.
    """
    if into.exists():
        shutil.rmtree(into)
    with tempfile.TemporaryDirectory(prefix="site-") as folder:
        source = Path(folder) / "source"
        write_sources(course, source, zipped, run)
        folders = ["-c", str(Path(__file__).parent), "-d", str(Path(folder) / "read")]
        if build_main(["-b", "html", *folders, "-W", "--keep-going", "-n", "-q", str(source), str(into)]):
            raise SiteError("Sphinx has warnings, above: each names its page")
    (into / ".buildinfo").unlink(missing_ok=True)
    faults = broken(into)
    if faults:
        raise SiteError("\n".join([f"{into}: these links lead nowhere:", *faults]))


def main() -> int:
    """Build dist/site/, and list its links to other sites."""
    into = COURSE / "dist" / "site"
    try:
        build(COURSE, into, bundle(COURSE))
    except (SiteError, CourseError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{into / 'index.html'}: every link inside leads somewhere, nothing is loaded from outside.")
    print("Links to other sites, which were not followed:")
    print("\n".join(f"  {address}" for address in external(into)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
