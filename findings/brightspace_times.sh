#!/usr/bin/env bash
# Python 3.11's strptime, python-dateutil 2.9.0.post0.
#
# Brightspace (D2L) puts the time of a hand-in into the names of its download without a colon: `Oct 3, 2024 115 PM` is a
# quarter past one. Python's strptime takes as many digits for the hour as it can, so its obvious format `%I%M %p` gives
# 23:05 for it and raises nothing; times from ten to twelve are right, which is what one tries. dateutil reads those too
# and refuses the others.
#
# Seen:
#   Oct 3, 2024 1015 PM   strptime 22:15   dateutil 22:15
#   Oct 3, 2024 115 PM    strptime 23:05   dateutil ParserError
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet python-dateutil==2.9.0.post0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime

from dateutil.parser import ParserError, parse

for text, by_format, by_dateutil in (
    ("Oct 3, 2024 1015 PM", "22:15", "22:15"),
    ("Oct 3, 2024 115 PM", "23:05", "ParserError"),
):
    read = datetime.strptime(text, "%b %d, %Y %I%M %p").strftime("%H:%M")
    try:
        guessed = parse(text).strftime("%H:%M")
    except ParserError:
        guessed = "ParserError"
    print(f"{text:21} strptime {read}   dateutil {guessed}")
    assert (read, guessed) == (by_format, by_dateutil), "this changed"
PYTHON
