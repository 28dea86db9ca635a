"""A digest holds every file, text and version that a result was made from, so that stale results are noticed."""

from __future__ import annotations

import ast
import inspect
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

import pytest
from traitlets.config import Config

from autograder import files
from autograder.diagnosis import build
from autograder.exam import engine, prints
from autograder.feedback import run
from autograder.files import PYTHON, digest, folder_of, version_of
from autograder.gradebook import records
from autograder.intake import Submission
from cnngrading import probing, subject
from cnnlab.figures import player
from cnnlab.probing import asking, outcomes
from tests.support.course import our_labs
from tests.support.notebooks import ROOT, SUBJECT

PACKAGES = ("autograder", "cnngrading", "cnnlab")
Change = Callable[[Path], object]


# The digest, of a small package


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that cannot be imported, in a hidden folder as an environment is, with code and data at every depth."""
    folder = tmp_path / ".venv" / "fakelab"
    for name, text in {
        "__init__.py": "raise RuntimeError('it was imported')",
        "guard.py": "first",
        "py.typed": "",
        "player.js": "second",
        "deep/deeper/module.py": "third",
        "deep/data/known.json": "fourth",
        "guard/inner.py": "fifth",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder.parent))
    return folder


def append(name: str) -> Change:
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes() + b"\n# changed")


def add(name: str) -> Change:
    def write(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"new")

    return write


def swap(folder: Path) -> None:
    first, second = folder / "guard.py", folder / "player.js"
    texts = first.read_bytes(), second.read_bytes()
    second.write_bytes(texts[0])
    first.write_bytes(texts[1])


@pytest.mark.parametrize(
    "change",
    [
        append("__init__.py"),
        append("guard.py"),
        append("py.typed"),
        append("player.js"),
        append("deep/deeper/module.py"),
        append("deep/data/known.json"),
        add("new.py"),
        add("new/package/__init__.py"),
        add("deep/data/more.css"),
        lambda folder: (folder / "py.typed").unlink(),
        lambda folder: (folder / "guard.py").rename(folder / "guarded.py"),
        lambda folder: (folder / "guard.py").rename(folder / "deep" / "guard.py"),
        swap,
    ],
)
def test_a_file_that_changed_comes_or_goes_anywhere_in_a_package_changes_its_digest(
    package: Path, change: Change
) -> None:
    before = digest(["fakelab"])
    assert digest(["fakelab"]) == before
    change(package)
    assert digest(["fakelab"]) != before


@pytest.mark.parametrize(
    "name",
    [
        "__pycache__/guard.cpython-311.pyc",
        "deep/__pycache__/x.py",
        "old.pyc",
        "deep/old.pyo",
        ".guard.py.swp",
        ".checkpoints/guard.py",
    ],
)
def test_what_python_and_editors_keep_beside_the_files_does_not(package: Path, name: str) -> None:
    before = digest(["fakelab"])
    add(name)(package)
    assert digest(["fakelab"]) == before


def test_neither_does_the_place_nor_how_lines_end(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append("guard.py")(package)
    before = digest(["fakelab"])
    (package / "guard.py").write_bytes((package / "guard.py").read_bytes().replace(b"\n", b"\r\n"))
    assert digest(["fakelab"]) == before
    package.parent.rename(tmp_path / "elsewhere")
    monkeypatch.syspath_prepend(str(tmp_path / "elsewhere"))
    assert digest(["fakelab"]) == before


def test_a_part_is_a_module_a_package_or_both_and_the_rest_is_left_out(package: Path) -> None:
    guard, deep = digest(["fakelab.guard"]), digest(["fakelab.deep"])
    append("deep/deeper/module.py")(package)
    assert digest(["fakelab.guard"]) == guard
    assert digest(["fakelab.deep"]) != deep
    append("guard/inner.py")(package)
    assert digest(["fakelab.guard"]) != guard
    assert digest(["fakelab.deep", "fakelab.guard"]) == digest(["fakelab.guard", "fakelab.deep", "fakelab.guard.inner"])
    (package / "guard.py").unlink()
    assert digest(["fakelab.guard"]) == digest(["fakelab.guard.inner"])


@pytest.mark.parametrize(
    "name", ["fakelab.gone", "fakelab.deep.module", "fakelab.player", "fakelabs", "fakelabs.guard"]
)
def test_a_name_that_no_file_bears_is_an_error_and_no_empty_digest(package: Path, name: str) -> None:
    with pytest.raises(
        ModuleNotFoundError, match=f"{name}: no package and no module|fakelabs: there is no such package"
    ):
        digest([name])


def test_texts_count_in_their_order_and_one_by_one() -> None:
    lists = ([], [""], ["ab", "c"], ["a", "bc"], ["c", "ab"], ["abc"], ["\ud800"])
    assert len({digest([], texts=texts) for texts in lists}) == len(lists)
    assert digest([], texts=["ab", "c"]) == digest([], texts=iter(["ab", "c"]))


def test_versions_count_installed_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert version_of("numpy") == metadata.version("numpy")
    assert version_of("no-such-distribution") == ""
    assert version_of(PYTHON) == sys.version.split()[0]
    before = digest([], versions=["numpy", PYTHON])
    assert digest([], versions=[PYTHON, "numpy"]) == before
    assert digest([], versions=["numpy"]) != before
    monkeypatch.setattr(metadata, "version", lambda name: "0.0")
    assert digest([], versions=["numpy", PYTHON]) != before
    before = digest([], versions=[PYTHON])
    monkeypatch.setattr(files.platform, "python_version", lambda: "3.99.0")
    assert digest([], versions=[PYTHON]) != before


def test_the_digest_of_our_packages_imports_no_pytorch() -> None:
    code = (
        "import sys; from autograder.files import digest; digest(['autograder', 'cnnlab'], "
        f"versions={prints.DECIDING_VERSIONS}); "
    )
    done = subprocess.run(
        [sys.executable, "-c", code + "print({'torch', 'cnnlab'} & set(sys.modules))"], capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("set()\n", "")


# What a content key, a page and the signatures are made from


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with copies of our packages, of which the digests are made; nothing is kept between two of them."""
    for name in ("autograder", "cnngrading", "cnnlab"):
        shutil.copytree(folder_of(name), tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(files, "folder_of", lambda package: tmp_path / package)
    monkeypatch.setattr(probing, "folder_of", lambda package: tmp_path / package)
    monkeypatch.setattr(records, "engine_print", inspect.unwrap(records.engine_print))
    monkeypatch.setattr(run, "_code", inspect.unwrap(run._code))
    return tmp_path


def content_key() -> str:
    return records.content_key(
        Submission("ada", "01_doubling", "doubling", "{}"), Config({"Course": {"subject": SUBJECT}})
    )


def samples(folder: Path, *names: str) -> list[Path]:
    """A file of each kind in each of these folders and all below them."""
    files = [path for name in names for path in sorted((folder / name).rglob("*")) if path.is_file()]
    return list({(path.parent, path.suffix): path for path in files}.values())


def without_effect(value: Callable[[], object], paths: Sequence[Path]) -> list[str]:
    """Those files of which a change leaves `value` as it is."""
    before, same = value(), []
    for path in paths:
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        if value() == before:
            same.append(path.name)
        path.write_bytes(content)
    return same


def test_all_that_decides_makes_another_content_key(copies: Path) -> None:
    exam = "/".join(Path(inspect.getfile(engine)).relative_to(ROOT).parts[:2])
    paths = samples(copies, "cnnlab", "cnngrading", exam)
    assert {path.suffix for path in paths} >= {".py", ".js", ".json"}
    assert without_effect(content_key, paths) == []


@pytest.mark.parametrize(
    "name",
    [
        "autograder/exam/examiner/new/module.py",
        "autograder/exam/new/table.json",
        "cnngrading/new.py",
        "cnnlab/new/drawing.js",
    ],
)
def test_a_file_that_is_added_at_any_depth_makes_another_content_key(copies: Path, name: str) -> None:
    before = content_key()
    add(name)(copies)
    assert content_key() != before


def test_what_only_reports_keeps_the_content_key(copies: Path) -> None:
    before = content_key()
    append("autograder/report/__init__.py")(copies)
    assert content_key() == before


@pytest.mark.parametrize("distribution", ["torch", "torchvision", "numpy", "d2l", "ipython", PYTHON])
def test_another_version_makes_another_content_key(distribution: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "engine_print", inspect.unwrap(records.engine_print))
    before = content_key()
    installed = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "99" if name == distribution else installed(name))
    if distribution == PYTHON:
        monkeypatch.setattr(files.platform, "python_version", lambda: "3.99.0")
    assert content_key() != before


@pytest.mark.parametrize("distribution", ["torch", "torchvision"])
def test_another_build_of_one_version_makes_another_content_key(
    distribution: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PyTorch's builds may round differently, so that a grade is never taken over from one to the other."""
    monkeypatch.setattr(records, "engine_print", inspect.unwrap(records.engine_print))
    installed = metadata.version
    keys = set()
    for local in ("", "+cpu"):
        version = f"{installed(distribution).split('+')[0]}{local}"
        monkeypatch.setattr(
            metadata, "version", lambda name, version=version: version if name == distribution else installed(name)
        )
        keys.add(content_key())
    assert len(keys) == 2


def test_every_file_of_all_packages_makes_other_pages(copies: Path) -> None:
    assert without_effect(lambda: run._code(subject), samples(copies, "autograder", "cnngrading", "cnnlab")) == []


def test_signatures_are_made_from_the_probes_of_their_exercise_and_what_puts_them(copies: Path) -> None:
    lab = next(lab for lab in our_labs() if any(exercise.name == "corr2d" for exercise in lab.exercises))
    probes, draws = folder_of("cnnlab") / "probes", Path(inspect.getfile(player))
    asks = [Path(inspect.getfile(module)) for module in (asking, outcomes)]
    asks += [probes / f"{name}.py" for name in ("__init__", "_calls", "_parts", "corr2d")]
    paths = [copies / path.relative_to(ROOT) for path in (*asks, probes / "pool2d.py", draws)]
    assert without_effect(lambda: build._digest(ROOT, lab, lab.exercise("corr2d"), subject.probes), paths) == [
        "pool2d.py",
        draws.name,
    ]


# The names that are typed out hold all that is imported


def test_what_the_exam_and_its_subject_import_decides() -> None:
    assert reached("autograder.exam") <= modules_of(*prints.DECIDING)
    assert "autograder.diagnosis.naming" in reached("autograder.exam")
    parts = modules_of("cnngrading") - {
        "cnngrading",
        "cnngrading.figures",
        "cnngrading.subject",
    }  # figures are for pages
    assert reached(*parts) <= modules_of(*prints.DECIDING, "cnngrading", "cnnlab")


def test_what_the_probes_import_is_in_the_signatures() -> None:
    draws = modules_of("cnnlab.figures")  # the picture of a failing window, and how a probe's title writes a size
    assert reached("cnnlab.probes") - draws <= modules_of(*probing.ASKING, "cnnlab.probes")
    assert "cnnlab.probing.questions" in reached("cnnlab.probes")


def modules_of(*names: str) -> set[str]:
    """These modules, and all in these packages."""
    paths = [ROOT.joinpath(*name.split(".")) for name in names]
    files = [
        file for path in paths for file in (path.with_name(f"{path.name}.py"), *path.rglob("*.py")) if file.is_file()
    ]
    return {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files}


def reached(*names: str) -> set[str]:
    """All of our modules that these import, directly or not; the packages' own `__init__`, which all do, left out."""
    todo, seen = list(modules_of(*names)), set[str]()
    while todo:
        module = todo.pop()
        if module not in seen:
            seen.add(module)
            todo += imported_by(module) - set(PACKAGES)
    return seen


def imported_by(module: str) -> set[str]:
    path = ROOT.joinpath(*module.split("."))
    file = path.with_name(f"{path.name}.py")
    names: set[str] = set()
    todo: list[ast.AST] = [ast.parse((file if file.is_file() else path / "__init__.py").read_text(encoding="utf-8"))]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
        todo += ast.iter_child_nodes(node)
    return {name for name in names if name.split(".")[0] in PACKAGES and name in modules_of(name)}
