"""`certificates`: what the machines of a cluster show each other."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from autograder.cli.options import Commands, add_command


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`certificates` and its options."""
    parser = add_command(commands, "certificates", run, "make the certificates of a cluster: ca.pem, cert.pem, key.pem")
    parser.add_argument("folder", type=Path, metavar="DIR", help="where they are written")


def run(options: argparse.Namespace, console: Console) -> int:
    """Make them, and say what to do with them."""
    from autograder.cluster.extra import needing_the_extra

    with needing_the_extra("certificates"):
        from autograder.cluster.certificates import DAYS, make_certificates

    for path in make_certificates(options.folder):
        console.print(str(path), soft_wrap=True)
    console.print(
        f"Copy the three files to each machine of the cluster, key.pem so that nobody else can read it: whoever has it "
        f"can run programs on all of them. They are good for {DAYS} days. docs/cluster.md says how to go on.",
        soft_wrap=True,
    )
    return 0
