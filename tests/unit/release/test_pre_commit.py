"""The pre-commit hooks leave the release as it is."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.support.notebooks import ROOT

RELEASED = sorted((ROOT / "notebooks").glob("*/*.ipynb"))


def stripping() -> list[str]:
    """The command of the hook that strips outputs."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    [entry] = [hook["entry"] for repo in config["repos"] for hook in repo["hooks"] if hook["id"] == "nbstripout"]
    program, *options = shlex.split(entry)
    return [str(ROOT / program), *options]


@pytest.mark.parametrize("released", RELEASED[:1], ids=lambda path: path.stem)
def test_who_commits_with_the_hook_commits_the_release_as_it_was_made(released: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(released, tmp_path))
    subprocess.run([*stripping(), str(copy)], check=True)
    assert copy.read_bytes() == released.read_bytes()
