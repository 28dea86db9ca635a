"""Writes what Sphinx reads: the pages, and for each lab its released notebook.

The notebooks have the outputs of their set-up and exploration cells.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Collection, Sequence
from pathlib import Path
from urllib.parse import quote

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.course.nbgrader_cells import kind_of

PAGES = Path(__file__).with_name("pages")
GITHUB = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?")
BRANCH = "main"
PICTURES = Path("docs") / "pictures"
MOST_SECONDS = 300
# An output has several forms; the page shows the first of these. Forms that need a kernel, as widgets do, are left out.
FORMS = ("text/html", "text/plain")


class SiteError(Exception):
    """The site cannot be built; the message says why, and the cure."""


def write_sources(course: Path, into: Path, bundle: Path, run: Collection[str] | None = None) -> None:
    """Fill the folder `into` with all that Sphinx needs.

    Args:
        bundle: the students' zip, offered for download.
        run: the ids of the labs whose exploration cells are run; by default all labs.

    Raises:
        SiteError: a file is missing, the course's address is not on GitHub, or an exploration cell fails.
    """
    repository = repository_of(course)
    notebooks = sorted((course / "notebooks").glob("*/*.ipynb"))
    if not notebooks:
        raise SiteError(f"{course / 'notebooks'}: no notebook there; `make release` writes them")
    if not bundle.is_file():
        raise SiteError(f"{bundle}: the students' zip is not there; `make release` writes it")
    shutil.copytree(PAGES, into, dirs_exist_ok=True)
    for folder in ("parts", "labs", "downloads"):
        (into / folder).mkdir()
    shutil.copy(course / "docs" / "student.md", into / "parts")
    readme = (course / "README.md").read_text(encoding="utf-8")
    readme = _with_links(readme, [path.parent.name for path in notebooks])
    (into / "parts" / "README.md").write_text(readme, encoding="utf-8")
    if (course / PICTURES).is_dir():  # the README names them by their paths in the course
        shutil.copytree(course / PICTURES, into / PICTURES)
    shutil.copy(bundle, into / "downloads" / bundle.name)
    for path in notebooks:
        shutil.copy(path, into / "downloads")
        lab = path.parent.name
        notebook = nbformat.read(path, as_version=4)
        if run is None or lab in run:
            run_explorations(notebook, path)
        nbformat.write(lab_page(notebook, path, bundle.name, repository), into / "labs" / f"{lab}.ipynb")


def repository_of(course: Path) -> str:
    """The course's address on GitHub, from `[project.urls] Repository` in pyproject.toml; "" when it has none.

    Raises:
        SiteError: the address is not on GitHub.
    """
    project = tomllib.loads((course / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    address = str(project.get("urls", {}).get("Repository", ""))
    if address and not GITHUB.fullmatch(address):
        path = course / "pyproject.toml"
        raise SiteError(
            f"{path}: Repository is {address}, and Binder and Colab need one like https://github.com/OWNER/NAME"
        )
    return address


def run_explorations(notebook: NotebookNode, path: Path) -> None:
    """Run the set-up and exploration cells in a kernel and keep their outputs. Stubs and checks are not run.

    Raises:
        SiteError: one of these cells fails.
    """
    cells = [cell for cell in notebook.cells if role_of(cell) in ("setup", "explore")]
    client = NotebookClient(
        new_notebook(cells=cells, metadata=notebook.metadata),
        timeout=MOST_SECONDS,
        kernel_name="python3",
        store_widget_state=False,
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise SiteError(f"{path}: a set-up or exploration cell fails:\n{error}") from error


def lab_page(notebook: NotebookNode, path: Path, bundle: str, repository: str) -> NotebookNode:
    """The notebook as the site shows it: links below the title, checks folded, the install cell left out."""
    cells: list[NotebookNode] = []
    exercise = ""
    for cell in notebook.cells:
        if "install" in cell.metadata.get("tags", []):
            continue
        if role_of(cell) == "solution":
            exercise = cell.id
        if cell.cell_type == "code":
            cell.outputs = [_with_best_form(output) for output in cell.outputs]
        concept = cell.id.removeprefix(f"test_{exercise}_").replace("_", " ")
        label = {"setup": "Set-up", "test": f"Check · {concept}"}.get(role_of(cell))
        cell.metadata = NotebookNode()
        if label:
            prompts = {"code_prompt_show": label, "code_prompt_hide": label}
            cell.metadata = NotebookNode(tags=["hide-input"], mystnb=prompts)
        cells.append(cell)
    cells.insert(1, new_markdown_cell(_links_to(path, bundle, repository), id="ways_in"))
    notebook.cells = cells
    return notebook


def role_of(cell: NotebookNode) -> str:
    """ "markdown", "solution", "test", "setup" or "explore"."""
    if cell.cell_type != "code":
        return "markdown"
    return {"manual": "solution", "code": "explore"}.get(kind_of(cell), kind_of(cell))


def _with_best_form(output: NotebookNode) -> NotebookNode:
    data = output.get("data")
    if data is not None:
        best = next((form for form in FORMS if form in data), None)
        output.data = {best: data[best]} if best else {}
    return output


def _with_links(readme: str, labs: Sequence[str]) -> str:
    """The README with the names of the labs, in its table, as links to their pages."""
    for lab in labs:
        readme = re.sub(
            rf"^\| ({int(lab.split('_')[0])} · [^|]+?) \|", rf"| [\1](/labs/{lab}.ipynb) |", readme, flags=re.MULTILINE
        )
    return readme


def _links_to(path: Path, bundle: str, repository: str) -> str:
    """Links to the notebook as a file, to the students' zip, and, with an address, to Colab and Binder."""
    links = [
        f"{{download}}`This notebook </downloads/{path.name}>`",
        f"{{download}}`All labs, as a zip </downloads/{bundle}>`",
    ]
    match = GITHUB.fullmatch(repository)
    if match:
        place = f"notebooks/{path.parent.name}/{path.name}"
        quoted_path = quote(f"lab/tree/{place}", safe="")
        links += [
            f"[Open in Colab](https://colab.research.google.com/github/{match[1]}/blob/{BRANCH}/{place})",
            f"[Open in Binder](https://mybinder.org/v2/gh/{match[1]}/{BRANCH}?urlpath={quoted_path})",
        ]
    return " · ".join([*links, "[How to install](/install.md)"])
