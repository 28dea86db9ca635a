"""PyTorch without its GPU libraries: which lines of a lock are left out, and what pip makes of those that are left."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from autograder.release.requirements import CPU_FILES, LOCK, STUDENTS_LOCK, Cpu, cpu_of, for_gpus, locked, without_gpu
from tests.support.notebooks import ROOT

SCRIPT = "autograder/release/requirements.py"
CPU = Cpu("https://example.org/cpu", ("torch", "torchvision"), ("cuda-*", "nvidia-*", "triton"))


def test_what_is_for_gpus_goes_and_what_has_another_build_comes_from_the_other_index() -> None:
    lines = [
        "anyio==4.16.0",
        "cuda-bindings==13.5.0 ; python_full_version < '3.15' and sys_platform == 'linux'",
        "nvidia-cublas==13.1.1.3 ; sys_platform == 'linux'",
        "torch==2.14.1",
        "torchvision==0.29.1",
        "triton==3.8.0 ; sys_platform == 'linux'",
    ]
    assert without_gpu(lines, CPU) == (
        ["--index-url https://example.org/cpu", "torch==2.14.1", "torchvision==0.29.1"],
        ["anyio==4.16.0"],
    )


@pytest.mark.parametrize("line", ["torchmetrics==1.9.0", "triton-viz==1.0", "my-nvidia-tool==1.0", "tritonclient==2.0"])
def test_a_package_with_a_similar_name_stays(line: str) -> None:
    assert without_gpu([line], CPU)[1] == [line]


@pytest.mark.parametrize("lock", [LOCK, STUDENTS_LOCK])
def test_what_is_left_out_is_what_the_lock_has_for_linux_alone(lock: str) -> None:
    """PyTorch asks for its GPU libraries on Linux alone; what else is for Linux alone is named here."""
    lines = locked(ROOT / lock)
    cpu = cpu_of(ROOT)
    assert cpu is not None
    first, second = without_gpu(lines, cpu)
    left_out = set(lines) - set(first) - set(second)
    for_linux = {line for line in lines if "sys_platform == 'linux'" in line and not line.startswith("pyseccomp==")}
    assert left_out == for_linux
    assert len(left_out) > 10


def test_the_two_files_are_written_before_anything_is_installed(tmp_path: Path) -> None:
    """-S: without site-packages."""
    command = [sys.executable, "-P", "-S", SCRIPT, "--into", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    cpu = cpu_of(ROOT)
    assert cpu is not None
    parts = without_gpu(locked(ROOT / LOCK), cpu)
    for name, lines in zip(CPU_FILES, parts, strict=True):
        assert (tmp_path / name).read_text(encoding="utf-8").splitlines() == lines
    left_out = len(locked(ROOT / LOCK)) + 1 - len(parts[0]) - len(parts[1])
    assert done.stdout == f"{', '.join(parts[0][1:])}: from {cpu.index}; {left_out} packages for GPUs are left out\n"


def test_another_index_may_stand_in(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-S", SCRIPT, "--index", "https://mirror.example.org/cpu", "--into", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    first = (tmp_path / CPU_FILES[0]).read_text(encoding="utf-8")
    assert first.startswith("--index-url https://mirror.example.org/cpu\n")
    assert "from https://mirror.example.org/cpu;" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="PyTorch has such a build for Linux alone")
def test_a_build_for_gpus_from_an_index_that_pip_also_knows_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    asks = {"torch": ["filelock", 'triton~=3.8.0; platform_system == "Linux"', "cuda-toolkit[cublas]==13.0.3"]}
    monkeypatch.setattr(metadata, "requires", asks.get)
    assert for_gpus(CPU) == ["cuda-toolkit", "triton"]
    asks["torch"] = ["filelock", "numpy (>=2)"]
    assert for_gpus(CPU) == []


def test_a_course_without_such_builds_says_nothing_of_them(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'plain'\n", encoding="utf-8")
    assert cpu_of(tmp_path) is None


@pytest.mark.parametrize("build", ["1.2+cpu", "1.2"])  # the index calls some builds nothing: those for macOS, say
def test_pip_takes_the_build_that_the_index_of_the_file_has(tmp_path: Path, build: str) -> None:
    page = tmp_path / "index" / "torch"
    page.mkdir(parents=True)
    name = f"torch-{build}-py3-none-any.whl"
    with zipfile.ZipFile(page / name, "w") as wheel:
        about = f"torch-{build}.dist-info"
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: torch\nVersion: {build}\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    (page / "index.html").write_text(f'<a href="{name}">{name}</a>', encoding="utf-8")
    first, _ = without_gpu(["torch==1.2"], Cpu((tmp_path / "index").as_uri(), ("torch",), ()))
    (tmp_path / "first.txt").write_text("\n".join(first), encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(tmp_path / "got")]
    subprocess.run(
        [*command, "--disable-pip-version-check", "-r", str(tmp_path / "first.txt")],
        env={**environment, "PIP_CONFIG_FILE": os.devnull},
        check=True,
    )
    assert [path.name for path in (tmp_path / "got").iterdir()] == [name]
