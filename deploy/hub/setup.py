#!/usr/bin/env python3
"""Make this machine a hub for the course, or bring it up to date: run it as root, as often as you like.

    python3 deploy/hub/setup.py [--settings FILE] [--roster FILE] [--labs] [--no-systemd]

It says what it does, and leaves alone what is as it should be. See docs/hub.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

COURSE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(COURSE), str(Path(__file__).resolve().parent)]

from steps import StepError, configs, course, folders, machine, people, programs, services  # noqa: E402  # beside this file

from autograder.hub.settings import PLACE, SettingsError, read_settings  # noqa: E402


def main() -> int:
    """Run all steps; returns 1 when one of them cannot be done."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--settings", type=Path, default=PLACE, help=f"the settings (default: {PLACE})")
    parser.add_argument("--roster", type=Path, help="the class's roster.csv, for a gradebook that has none yet")
    parser.add_argument("--labs", action="store_true", help="copy this checkout's labs over those of the course")
    parser.add_argument("--no-systemd", action="store_true", help="start nothing: leave this machine's systemd alone")
    options = parser.parse_args()
    systemd = services.has_systemd() and not options.no_systemd
    if os.geteuid():
        print("setup.py makes Unix users: run it as root", file=sys.stderr)
        return 1
    os.umask(0o022)
    try:
        settings = read_settings(options.settings)
        machine.check(settings)
        folders.check(settings)
        people.check(settings, options.roster)
        people.account(settings)
        course.copy(COURSE, settings)
        if options.labs:
            course.take_labs(COURSE, settings)
        people.roster(settings, options.roster)
        people.everybody(settings)
        programs.environment(COURSE, settings)
        programs.proxy(settings)
        folders.make(settings)
        configs.write_configs(COURSE, settings, options.settings.resolve())
        # Before the restart: a hub that starts adds to its groups, and takes nobody out.
        refusals = people.enrol(settings)
        services.write_services(settings, systemd=systemd)
        if refusals:
            raise StepError("\n".join(refusals))
    except (SettingsError, StepError, OSError) as error:  # the last: a full disk, a --roster that is not there
        print(f"\n{error}", file=sys.stderr)
        return 1
    services.say(settings, systemd=systemd)
    return 0


if __name__ == "__main__":
    sys.exit(main())
