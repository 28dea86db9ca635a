#!/usr/bin/env bash
# nbgrader 0.9.6 with python-dateutil 2.9.0.post0, Python 3.11.
#
# nbgrader reads `timestamp.txt` and the times in its exchange by `nbgrader.utils.parse_utc`. Where the offset stands after
# a space, as in `date '+%F %T %z'` and in its own `Exchange.timestamp_format` with ` %z`, no error is raised and the time
# is wrong: ` +0100` takes 100 seconds off, ` +02:00` and an abbreviation such as CEST are left out. Without the space, or
# with a zone's long name, it is right. Late penalties are counted from this time.
#
# Seen:
#   2024-10-03 12:30:00+0100         -> 2024-10-03 11:30:00
#   2024-10-03 12:30:00 +0100        -> 2024-10-03 12:28:20
#   2024-10-03 12:30:00 +02:00       -> 2024-10-03 12:30:00
#   2024-10-03 12:30:00 CEST         -> 2024-10-03 12:30:00
#   2024-10-03 12:30:00 Europe/Berlin -> 2024-10-03 10:30:00
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet nbgrader==0.9.6 python-dateutil==2.9.0.post0
"$folder/venv/bin/python" - <<'PYTHON'
from nbgrader.utils import parse_utc

SEEN = {
    "2024-10-03 12:30:00+0100": "2024-10-03 11:30:00",
    "2024-10-03 12:30:00 +0100": "2024-10-03 12:28:20",
    "2024-10-03 12:30:00 +02:00": "2024-10-03 12:30:00",
    "2024-10-03 12:30:00 CEST": "2024-10-03 12:30:00",
    "2024-10-03 12:30:00 Europe/Berlin": "2024-10-03 10:30:00",
}
for text, seen in SEEN.items():
    read = str(parse_utc(text))
    print(f"{text:34} -> {read}")
    assert read == seen, f"this changed: it was {seen}"
PYTHON
