"""`python -P -m autograder.hub.probe`: what one user of a hub sees, as JSON. `doctor --hub` runs it as that user."""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import importlib.util
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ALWAYS = ("nbgrader", "jupyterlab", "jupyterhub")
EXTENSION = Path("share/jupyter/labextensions/@jupyter/nbgrader/package.json")
IN_A_FRAME = ("@jupyter/nbgrader:formgrader", "@jupyter/nbgrader:course-list")


def version(package: str) -> str:
    """A distribution's version; of a package that is none by itself, a digest of its sources; "none" without it."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return "none"
    digest = hashlib.sha256()
    for folder in spec.submodule_search_locations:
        for file in sorted(Path(folder).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def versions(packages: Iterable[str]) -> dict[str, str]:
    """The versions of what Validate and grading depend on."""
    there = {name: version(name) for name in dict.fromkeys((*ALWAYS, *packages))}
    extension = Path(sys.prefix) / EXTENSION
    if extension.is_file():
        there["nbgrader in JupyterLab"] = str(json.loads(extension.read_text(encoding="utf-8"))["version"])
    return there


def offers_a_frame() -> bool:
    """Whether this user's JupyterLab has nbgrader's formgrader, or its list of courses, which leads there."""
    from jupyter_core.paths import jupyter_path
    from jupyterlab_server.config import get_page_config

    switched_off = get_page_config(jupyter_path("labextensions")).get("disabledExtensions", [])
    return any(not any(name == off or name.startswith(f"{off}:") for off in switched_off) for name in IN_A_FRAME)


def exchange() -> str:
    """The folder that this user's nbgrader exchanges by."""
    from nbgrader.apps import NbGrader

    nbgrader = NbGrader()
    nbgrader.load_cwd_config = False
    nbgrader.load_config_file()
    return str(nbgrader.config.Exchange.get("root", "/usr/local/share/nbgrader/exchange"))


def course(folder: Path) -> dict[str, Any]:
    """What the course calls itself, who is in its gradebook, and whether a sandbox can be made."""
    from nbgrader.api import Gradebook

    from autograder.course.config import environment_on_path, load_config, subject_of
    from autograder.course.roster import read_roster
    from autograder.exam.sandbox import walls

    settings = load_config(folder).CourseDirectory
    with environment_on_path(), Gradebook(settings.db_url, settings.course_id) as gradebook:
        students = [student.id for student in gradebook.students]
    return {
        "course_id": settings.course_id,
        "students": students,
        "roster": [person.student for person in read_roster(folder / "gradebook")],
        "packages": list(subject_of(folder).packages),
        "sandbox": walls.works("user") or walls.works("root"),
    }


def main() -> int:
    """Print the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--course", type=Path)
    parser.add_argument("packages", nargs="*")
    options = parser.parse_args()
    seen = course(options.course) if options.course else {}
    packages = [*options.packages, *seen.get("packages", ())]
    told = {**seen, "versions": versions(packages), "in_a_frame": offers_a_frame(), "exchange": exchange()}
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
