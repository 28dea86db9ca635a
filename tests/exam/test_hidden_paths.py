"""A course, hand-in, gradebook or exchange that lies inside what the sandbox shows: no candidate reads it, and Python
stays in sight.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.exchange.default import Exchange
from rich.console import Console
from traitlets.config import Config

from autograder.__main__ import main
from autograder.cli import sample_class
from autograder.cli.sandbox_choice import choose_sandbox
from autograder.course.model import CourseError
from autograder.exam import engines, settings
from autograder.exam.limits import Limits
from autograder.exam.sandbox import walls
from autograder.exam.sandbox.mounts import shown_paths
from autograder.exam.sandbox.syscalls import SandboxError
from autograder.exam.sandbox.walls import Kind, works
from autograder.exam.settings import hidden_paths
from autograder.grading import grade, local_threads, plan
from tests.support.notebooks import TRIPLING, make_course, released_cells, submit, tripling, write_lab

READ = """
def readable(paths):
    found = []
    for path in paths:
        try:
            found += [path] if open(path, 'rb').read(1) else []
        except OSError:
            pass
    return found
"""


@pytest.fixture(params=["root", "user"])
def kind(request: pytest.FixtureRequest) -> Kind:
    if not works(request.param):
        pytest.skip(f"the sandbox {request.param!r} cannot be had here")
    walls: Kind = request.param
    return walls


@pytest.fixture(params=["/usr/src", "/usr/local/share"])
def shown(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder inside `/usr`, which every sandbox shows."""
    yield from _folder_in(request.param)


@pytest.fixture
def usr_src() -> Iterator[Path]:
    yield from _folder_in("/usr/src")


def _folder_in(place: str) -> Iterator[Path]:
    try:
        folder = Path(tempfile.mkdtemp(prefix="course-", dir=place))
    except OSError as error:
        pytest.skip(f"only who may write in {place} can have a course there: {error}")
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def write(*paths: Path) -> list[Path]:
    """Files that anybody may read."""
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("secret")
        path.chmod(0o644)
    return list(paths)


def readable_inside(
    kind: Kind, hidden: Sequence[Path], paths: Sequence[Path], readable: Sequence[Path] = ()
) -> list[Path]:
    """Those of `paths` that a candidate can read, or could write, behind these walls."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            walls.wall_in(kind, list(readable), list(hidden))
            inner = os.fork()  # the first in the new process numbers
            if inner:
                os.waitpid(inner, 0)
                os._exit(0)
            walls.give_up(kind, Limits(), os.getpid(), writer, "")
            os.write(writer, json.dumps([str(path) for path in paths if _is_in_reach(path)]).encode())
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(pid, 0)
    with os.fdopen(reader) as file:
        answer = file.read()
    assert answer, "the walls could not be put up"
    return [Path(path) for path in json.loads(answer)]


def _is_in_reach(path: Path) -> bool:
    for mode in ("rb", "ab"):
        try:
            with path.open(mode) as file:
                return mode == "ab" or file.read() == b"secret"
        except OSError:
            continue
    return False


# What lies inside a folder of the system


def test_nothing_of_a_course_below_usr_is_readable(kind: Kind, shown: Path) -> None:
    files = write(
        shown / "solutions/01/lab.ipynb", shown / "gradebook/.secret", shown / "notes.txt", shown / "deep/er/file"
    )
    beside = write(shown.parent / f"{shown.name}-beside/file")
    try:
        assert readable_inside(kind, [], [*files, *beside]) == [*files, *beside], (
            "the test shows nothing where they are not readable at all"
        )
        assert readable_inside(kind, [shown], [*files, *beside, shown / "fresh"]) == beside
    finally:
        shutil.rmtree(beside[0].parent)


def test_the_courses_own_environment_and_package_stay_in_sight(
    kind: Kind, shown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `python -m venv .venv` and an editable install leave them."""
    needed = write(shown / ".venv/lib/python/site-packages/torch.py", shown / "cnnlab/checks.py")
    secret = write(
        shown / "solutions/lab.ipynb", shown / ".venv/gradebook/.secret", shown / "cnnlab/submitted/ada.ipynb"
    )
    monkeypatch.setattr(sys, "prefix", str(shown / ".venv"))
    hidden = [shown, shown / ".venv/gradebook", shown / "cnnlab/submitted"]
    assert readable_inside(kind, hidden, [*needed, *secret, shown / "fresh"], [shown / "cnnlab"]) == needed


@pytest.mark.parametrize("name", ["course", "linked"])
def test_of_a_course_that_is_an_environment_only_python_is_in_sight(
    kind: Kind, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `python -m venv .` in the course's folder leaves it, reached by a link, too."""
    course, given = tmp_path / "course", tmp_path / name
    needed = write(course / "lib/python/site-packages/torch.py", course / "pyvenv.cfg", course / "share/fonts/font")
    (course / "lib64").symlink_to("lib")
    secret = write(
        course / "solutions/lab.ipynb",
        course / "gradebook/.secret",
        course / "tests/answers/a.py",
        course / "share/exchange/ada",
    )
    (tmp_path / "linked").symlink_to(course)
    monkeypatch.setattr(sys, "prefix", str(given))
    paths = [
        given / path.relative_to(course) for path in (*needed, course / "lib64/python/site-packages/torch.py", *secret)
    ]
    hidden = [given, given / "gradebook", given / "share/exchange"]
    assert readable_inside(kind, hidden, [*paths, given / "fresh"]) == paths[:4]
    assert set(secret).isdisjoint(readable_inside(kind, hidden, secret))


def test_a_path_through_a_link_is_hidden_where_it_leads(kind: Kind, usr_src: Path, tmp_path: Path) -> None:
    files = write(usr_src / "gradebook/.secret")
    (tmp_path / "link").symlink_to(usr_src)
    (usr_src / "alias").symlink_to("gradebook")
    assert readable_inside(kind, [tmp_path / "link/gradebook"], [*files, usr_src / "alias/.secret"]) == []


def test_a_zip_that_was_handed_in_is_not_readable(kind: Kind, usr_src: Path) -> None:
    submitted, other = write(usr_src / "class.zip", usr_src / "other.zip")
    assert readable_inside(kind, [submitted], [submitted, other]) == [other]


def test_what_is_not_there_needs_no_cover(kind: Kind, usr_src: Path) -> None:
    files = write(usr_src / "file")
    assert readable_inside(kind, [usr_src / "exchange"], files) == files


def test_a_umask_that_keeps_others_out_does_not_keep_the_candidate_out(kind: Kind, usr_src: Path) -> None:
    package = write(usr_src / "app/env/cnnlab/checks.py")
    for folder in (usr_src / "app", usr_src / "app/env", usr_src / "app/env/cnnlab"):
        folder.chmod(0o755)
    old = os.umask(0o077)
    try:
        assert readable_inside(kind, [usr_src], package, [package[0].parent]) == package
    finally:
        os.umask(old)


# What cannot be hidden


def test_what_student_code_needs_cannot_be_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "link").symlink_to("/usr")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    for hidden in ([Path("/usr")], [tmp_path / "link"], [tmp_path, tmp_path / "lib"]):
        with pytest.raises(
            SandboxError,
            match=rf"^{hidden[-1].resolve()}: .* cannot be hidden .* move the course, what was handed in, ",
        ):
            shown_paths([], hidden)
    assert not shown_paths([], [tmp_path])[tmp_path]


def test_it_is_refused_before_anything_is_graded(kind: Kind, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"^/usr: student code needs what is in there"):
        choose_sandbox(Config({"Exam": {"sandbox": kind}}), tmp_path, Path("/usr"), tmp_path / "gradebook")
    assert not engines._engines


# Which paths those are


def test_nbgraders_folders_and_exchange_are_hidden(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "solutions").symlink_to(elsewhere)
    config = Config(
        {"CourseDirectory": {"submitted_directory": "/srv/in", "course_id": "x"}, "Exchange": {"root": "/srv/exchange"}}
    )
    hidden = hidden_paths(config, tmp_path, tmp_path / "in.zip", tmp_path / "book")
    expected = {tmp_path, tmp_path / "in.zip", tmp_path / "book", elsewhere, Path("/srv/in"), Path("/srv/exchange")}
    assert {path.resolve() for path in expected} <= set(hidden)
    assert Path(settings.NBGRADERS_EXCHANGE).resolve() in hidden
    assert Exchange.root.default_value == settings.NBGRADERS_EXCHANGE
    assert tmp_path / "x" not in hidden


# A class is graded


def spy(secrets: Sequence[Path]) -> dict[str, str]:
    """An answer that tells what it can read: its cell when it runs, its function when it is called."""
    paths = [str(path) for path in secrets]
    source = f"{READ}\nPATHS = {paths}\nprint(len(readable(PATHS)), 'readable')"
    return {"triple": f"{source}\ndef triple(x):\n    raise LookupError(f'{{len(readable(PATHS))}} readable')"}


def make_class(course: Path, submitted: Path, gradebook: Path) -> list[Path]:
    """A course, and a class in which mallory looks for its secrets; returns those. The command `grade` makes each
    before she looks.
    """
    make_course(course, {TRIPLING: tripling()})
    theirs = submit(submitted, "ada", TRIPLING)
    secrets = [
        next((course / "solutions" / TRIPLING).glob("*.ipynb")),
        theirs,
        gradebook / "gradebook.db",
        gradebook / "sandbox.txt",
    ]
    submit(submitted, "mallory", TRIPLING, spy(secrets))
    return secrets


def seen_by_mallory(gradebook: Path) -> str:
    (path,) = (gradebook / "autograded" / "mallory" / TRIPLING).glob("*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    return str(next(cell for cell in cells if cell.id == "triple").outputs[0].text)


def arguments(course: Path, submitted: Path, gradebook: Path, kind: str) -> list[str]:
    return ["--course", str(course), "--submitted", str(submitted), "--gradebook", str(gradebook), "--sandbox", kind]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, ...]]:
    """What each engine that is started hides."""
    hidden = []

    class Watched(engines.Engine):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            hidden.append(self.hidden)

    monkeypatch.setattr(engines, "Engine", Watched)
    return hidden


@pytest.mark.parametrize(("walls", "seen"), [("root", 0), ("user", 0), ("none", 4)])
def test_a_class_below_usr_reads_nothing_of_the_course_where_there_are_walls(
    walls: Kind, seen: int, usr_src: Path, started: list[tuple[Path, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a sandbox nothing is hidden, as docs/instructor.md says: student code reads what the account may."""
    if not works(walls):
        pytest.skip(f"the sandbox {walls!r} cannot be had here")
    where = usr_src / "course", usr_src / "handed-in", usr_src / "book"
    make_class(*where)
    assert main(["grade", *arguments(*where, walls), "--jobs", "1"]) == 0
    assert seen_by_mallory(where[2]) == f"{seen} readable\n"
    assert len(started) == 1, "the engine that was started early is the one that examines"
    capsys.readouterr()
    assert main(["grade", *arguments(*where, walls), "--explain", "mallory", TRIPLING, "test_triple_value"]) == 0
    assert f"LookupError: {seen} readable" in capsys.readouterr().err


def test_a_plan_that_a_program_makes_hides_the_same(kind: Kind, usr_src: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another exchange than the configured one included: nbgrader's own, where other courses' students hand in."""
    exchange, where = usr_src / "exchange", (usr_src / "course", usr_src / "handed-in", usr_src / "book")
    monkeypatch.setattr(settings, "NBGRADERS_EXCHANGE", str(exchange))
    secrets = [*make_class(*where), *write(exchange / "inbound/bob.ipynb")]
    submit(where[1], "mallory", TRIPLING, spy(secrets))
    grade(plan(*where, settings=Config({"Exam": {"sandbox": kind}})), 1, local_threads)
    assert seen_by_mallory(where[2]) == "0 readable\n"


def test_a_course_in_the_environment_that_grades_it_is_graded_unseen(kind: Kind, tmp_path: Path) -> None:
    """`python -m venv .` in the course's folder, for real: its libraries are this environment's, by a link."""
    course = tmp_path / "course"
    venv.create(course, symlinks=True)
    shutil.rmtree(course / "lib")
    (course / "lib").symlink_to(Path(sys.prefix) / "lib")
    where = course, course / "handed-in", course / "gradebook"
    make_class(*where)
    command = [str(course / "bin/python"), "-m", "autograder", "grade", *arguments(*where, kind), "--jobs", "1"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert seen_by_mallory(course / "gradebook") == "0 readable\n"


def test_the_demo_hides_its_class(
    tmp_path: Path, started: list[tuple[Path, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    course, gradebook = make_course(tmp_path / "course", {TRIPLING: tripling()}), tmp_path / "demo"
    write_lab(course / "notebooks" / TRIPLING, released_cells(tripling()))
    monkeypatch.setattr(
        sample_class,
        "sample_students",
        lambda answers: [sample_class.Student("ada", "everything right", lambda exercise: None)],
    )
    sample_class.run_demo(course, gradebook, 1, Console(file=io.StringIO()))
    assert len(started) == 1
    assert {course.resolve(), gradebook.resolve(), (gradebook / "submitted").resolve()} <= set(started[0])
