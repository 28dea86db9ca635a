#!/usr/bin/env bash
# latex2mathml 3.81.1, Python 3.11.
#
# The environment `aligned`, which nearly every derivation is written in, is not known, and nothing says so: its rows become
# one row with a break in it, and each alignment mark an identifier that holds a bare ampersand. The result is therefore not
# well-formed XML either: a page that is parsed as XML cannot be read, one that is parsed as HTML shows the ampersands.
#
# Seen: of `\begin{aligned}a&=b\\c&=d\end{aligned}` an <mrow> with <mi>&</mi> twice and no <mtable>; `align*` makes a table.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet latex2mathml==3.81.1
"$folder/venv/bin/python" - <<'PYTHON'
from xml.etree import ElementTree

from latex2mathml.converter import convert

aligned = convert(r"\begin{aligned}a&=b\\c&=d\end{aligned}")
print(aligned)
assert aligned.count("<mi>&</mi>") == 2 and "<mtable" not in aligned
try:
    ElementTree.fromstring(aligned)
except ElementTree.ParseError as error:
    print("as XML:", error)
else:
    raise AssertionError("this changed: it is well-formed now")
other = convert(r"\begin{align*}a&=b\\c&=d\end{align*}")
assert "<mtable" in other, other
PYTHON
