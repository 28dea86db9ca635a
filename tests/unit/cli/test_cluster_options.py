"""What cannot be done on a cluster is refused before anything is graded, and the message says which option it is."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.cluster.certificates import make_certificates

ADDRESS = "tls://127.0.0.1:9"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--tls", "ca.pem,cert.pem,key.pem"], "--tls is for --cluster, which is not given"),
        (["--no-tls"], "--no-tls is for --cluster, which is not given"),
        (["--cluster", ADDRESS, "--explain", "ada", "lab", "test"], "--explain runs its one test on this machine"),
        (["--cluster", "local:2", "--explain", "ada", "lab", "test"], "--explain runs its one test on this machine"),
        (["--cluster", ADDRESS, "--jobs", "2"], "give `--desks N` to the workers that run"),
        (["--cluster", ADDRESS, "--sandbox", "none"], "student code could read a worker's key.pem"),
        (["--cluster", "ssh:hosts.txt", "--sandbox", "none"], "student code could read a worker's key.pem"),
        (["--cluster", "local:x"], "--cluster local:x: give local:N with a number of workers"),
        (["--cluster", "local:0"], "--cluster local:0: give local:N with a number of workers"),
    ],
)
def test_what_a_cluster_cannot_do_is_refused_by_name(
    options: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    submitted = tmp_path / "submitted"
    submitted.mkdir()
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    places = ["--course", str(tmp_path), "--submitted", str(submitted), "--gradebook", str(tmp_path / "gradebook")]
    assert main(["grade", *places, *options]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("error: ") == 1
    assert not (tmp_path / "gradebook" / "scores.csv").exists()


def test_a_scheduler_says_that_its_port_is_taken_or_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tls = ",".join(map(str, make_certificates(tmp_path)))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert main(["scheduler", "--tls", tls, "--host", "127.0.0.1", "--port", port]) == 1
    assert f"--port {port} --host 127.0.0.1: the scheduler cannot listen there: Address" in capsys.readouterr().err
    assert main(["scheduler", "--tls", tls, "--port", "99999"]) == 1
    assert "--port 99999: the scheduler cannot listen there" in capsys.readouterr().err
