"""What `doctor` says of the guard."""

from __future__ import annotations

import subprocess
import sys


def try_guard() -> tuple[str, bool, str]:
    """Whether the guard refuses and allows as it should. In a process of its own: it changes PyTorch for good."""
    code = "from cnngrading.sealed import try_out; print(try_out())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    lines = done.stderr.strip().splitlines()
    problem = done.stdout.strip() if done.returncode == 0 else (lines or ["it ended without a word"])[-1]
    return "the from-scratch guard: refuses conv2d, allows einsum", not problem, problem
