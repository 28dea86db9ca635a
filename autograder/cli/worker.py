"""`worker` and `scheduler`: the two kinds of machines of a cluster."""

from __future__ import annotations

import argparse

from rich.console import Console

from autograder.cli.options import Commands, add_command, count
from autograder.text import printable

TLS = "ca.pem,cert.pem,key.pem, which `python -m autograder certificates` makes"


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """Both commands and their options."""
    scheduler = add_command(commands, "scheduler", run_scheduler, "run the scheduler of a cluster")
    scheduler.add_argument("--tls", required=True, metavar="FILES", help=TLS)
    scheduler.add_argument("--host", default="", help="the address to listen at (default: all of this machine)")
    scheduler.add_argument("--port", type=count, default=8786, metavar="N", help="default: 8786")
    worker = add_command(commands, "worker", run_worker, "examine for a scheduler on this machine, until stopped")
    worker.add_argument("scheduler", metavar="ADDRESS", help="tls://HOST:PORT")
    worker.add_argument("--tls", default="", metavar="FILES", help=TLS)
    worker.add_argument(
        "--no-tls", action="store_true", help="the scheduler is on this machine's loopback, unprotected"
    )
    worker.add_argument(
        "--desks", type=count, default=0, metavar="N", help="submissions at a time (default: one a core)"
    )
    worker.add_argument("--name", default="", help="what messages call it (default: its address)")


def run_scheduler(options: argparse.Namespace, console: Console) -> int:
    """Until stopped."""
    from autograder.cluster.extra import needing_the_extra

    with needing_the_extra("scheduler"):
        from autograder.cluster import serving
        from autograder.cluster.security import files

    tls = files(options.tls)
    serving.check_place(options.host, options.port)
    serving.run_scheduler(serving.scheduler_command(tls, options.host, options.port))


def run_worker(options: argparse.Namespace, console: Console) -> int:
    """Until stopped."""
    from autograder.cluster.extra import needing_the_extra

    with needing_the_extra("worker"):
        from autograder.cluster import serving
        from autograder.cluster.reaching import knock
        from autograder.cluster.security import files

    tls = files(options.tls) if options.tls else None
    command = serving.worker_command(options.scheduler, tls, options.desks, options.name, plain=options.no_tls)

    def tell(line: str) -> None:
        console.print(printable(line), soft_wrap=True)

    return serving.run_worker(command, lambda: knock(options.scheduler, tls), tell)
