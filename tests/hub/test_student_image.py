"""The students' image, as far as Docker is not needed: what repo2docker would build from the students' zip."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.release.students_zip import bundle
from tests.support.hub import PREFIX
from tests.support.notebooks import ROOT

# What repo2docker makes of a folder: the name of its way to build, and the Dockerfile.
RENDER = """
import json, os, sys
from repo2docker.app import Repo2Docker
os.chdir(sys.argv[1])
program = Repo2Docker()
ways = [way(base_image=program.base_image) for way in program.buildpacks]
first = next(way for way in ways if way.detect())
first.platform = "linux/amd64"
print(json.dumps([type(first).__name__, first.render({})]))
"""
pytestmark = pytest.mark.timeout(600)  # installs repo2docker once


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of which the image is made, as docs/hub.md says."""
    folder = tmp_path_factory.mktemp("image")
    with zipfile.ZipFile(bundle(ROOT)) as zipped:
        zipped.extractall(folder)
    (unpacked,) = folder.iterdir()
    post_build = unpacked / "postBuild"
    post_build.write_bytes((ROOT / "deploy/hub/image/postBuild").read_bytes())
    post_build.chmod(0o755)
    return unpacked


def test_repo2docker_builds_it_with_conda_and_our_last_step(image: Path) -> None:
    python = PREFIX / "repo2docker/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", PREFIX / "repo2docker"], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "jupyter-repo2docker"], check=True)
    told = subprocess.run([python, "-c", RENDER, image], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    name, dockerfile = json.loads(told.stdout.splitlines()[-1])
    assert name == "CondaBuildPack"
    assert "./postBuild" in dockerfile
    assert "environment.yml" in dockerfile


def test_the_last_step_installs_the_students_package_and_d2l(image: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    programs = tmp_path / "env/bin"
    path = f"{programs}:{os.environ['PATH']}"
    subprocess.run(["./postBuild"], cwd=image, env={**os.environ, "PATH": path}, check=True, capture_output=True)
    listed = subprocess.run([programs / "pip", "list", "--format", "json"], capture_output=True, text=True, check=True)
    assert {"cnnlab", "d2l"} <= {one["name"] for one in json.loads(listed.stdout)}


def test_the_image_holds_nothing_of_the_instructors(image: Path) -> None:
    names = {path.relative_to(image).as_posix() for path in image.rglob("*")}
    assert not [name for name in names if "solutions" in name or "answers" in name or "autograder" in name]
    texts = [path.read_text(encoding="utf-8") for path in image.rglob("*.ipynb")]
    assert texts
    assert not [text for text in texts if "BEGIN SOLUTION" in text or "BEGIN HIDDEN" in text]
