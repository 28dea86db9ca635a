#!/usr/bin/env bash
# Vocareum runs this in the folder of what a student submitted, and then reads $vocareumGradeFile, a line
# `criterion,score` for each criterion of the rubric, and $vocareumReportFile, which the student reads.
set -uo pipefail
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
sent="$(cd "${VOC_HOME_DIR:-$PWD}" && pwd)"
grades="$(realpath -m "${vocareumGradeFile:?Vocareum names the grade file}")"
report="$(realpath -m "${vocareumReportFile:?Vocareum names the report file}")"

# What is read if the grader cannot even start, or is ended because it takes too long: no score, and this report.
: >"$grades"
printf '%s\n' VOC_NO_REPORT_OUTPUT \
  "This hand-in could not be graded. This is no zero: it has no score yet." \
  "The grader did not start, or was ended before it was done. Tell your instructor." >"$report"

# setup.sh notes where it made the environment.
venv="$(cat "$here/venv-path.txt" 2>/dev/null)"
bash "$here/run.sh" "$here" "${AUTOGRADER_PYTHON:-${venv:-$here/venv}/bin/python}" "$sent" \
  vocareum --grades "$grades" --report "$report" --who "vocareum-${VOC_USERID:-unknown}" \
  --hide "$sent"
