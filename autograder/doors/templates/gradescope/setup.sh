#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image; the zip lies unpacked in /autograder/source.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
chmod 700 "$root/source"
bash "$root/source/install.sh" "$root/source" "$root/venv"
