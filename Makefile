# The same few commands for people and for CI. `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
# Which build of PyTorch .venv has: pypi, which on Linux brings libraries for GPUs, or cpu. It stays until make is asked
# for the other one; then .venv is made anew.
BUILD := $(dir $(STAMP)).torch
HAS := $(or $(shell cat $(BUILD) 2>/dev/null),pypi)
TORCH ?=
override TORCH := $(or $(TORCH),$(HAS))
TORCH_INDEX ?=
CPU_REQUIREMENTS = $(BIN)/python -P autograder/release/requirements.py $(if $(TORCH_INDEX),--index "$(TORCH_INDEX)")
SUBMITTED ?= gradebook/submitted
GRADEBOOK ?= gradebook
JOBS ?= 0
PORT ?= 0
FORMAT ?= csv
INTO ?=
LAB ?=
STUDENT ?=
ZIP ?=
FOR ?=
FROM ?=
NAME ?=
POINTS ?= 1
AGAINST ?=
LABS = $(foreach lab,$(LAB),--lab "$(lab)")
STUDENTS = $(if $(STUDENT),--student "$(STUDENT)")
# Exit code 3 of a command means that all is done and somebody is listed: no reason for make to stop.
LISTED = || { code=$$?; test $$code -eq 3 || exit $$code; echo "exit code 3: done, but look at the lines above: somebody was left out or needs review"; }
# A command of ours, which is printed without the rest of the shell's line.
RUN = @$(info $(strip $(BIN)/python -m autograder $(1)))$(BIN)/python -m autograder $(1)
HALF := $(dir $(STAMP))requirements
INSTALL = $(BIN)/python -m pip install --quiet --no-deps --no-compile
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK = 1

COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --no-annotate --custom-compile-command "make lock" --quiet

.DEFAULT_GOAL := help
.PHONY: help env lab instructor release new-exercise demo roster grade watch feedback report export gradescope vocareum site check test-unit test bench answers mutants lock clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | awk -F '\t' '{printf "  make %-12s %s\n", $$1, $$2}'

env: $(STAMP) ## install everything into .venv, once; TORCH=cpu leaves out what is for GPUs

ifneq ($(filter-out cpu pypi,$(TORCH)),)
$(error TORCH=$(TORCH): it can be cpu or pypi)
endif
ifneq ($(TORCH),$(HAS))
.PHONY: another-build
$(STAMP): another-build
endif

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(if $(filter-out $(HAS),$(TORCH)),--clear) .venv
	echo $(TORCH) >$(BUILD)
ifeq ($(TORCH),cpu)
	@$(CPU_REQUIREMENTS) --into .venv
	$(INSTALL) -r .venv/requirements-cpu-1.txt
	@$(CPU_REQUIREMENTS) --check
	$(INSTALL) -r .venv/requirements-cpu-2.txt
else
	@# Two halves at once: pip takes one core, and most of the time is unpacking.
	@awk 'NR % 2' requirements.lock >$(HALF)-1.txt
	@awk 'NR % 2 == 0' requirements.lock >$(HALF)-2.txt
	printf '%s\n' $(HALF)-1.txt $(HALF)-2.txt | xargs -P 2 -n 1 $(INSTALL) -r
endif
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@# All cores, where pip takes one, and also where Python was told to write no bytecode; libraries' own tests are never
	@# imported. Files for other versions of Python do not compile.
	$(BIN)/python -m compileall -qq -j 0 -x '/tests?/' .venv/lib || true
	touch $(STAMP)

lab: $(STAMP) ## open JupyterLab as a student has it, on the released notebooks
	JUPYTER_CONFIG_PATH="$(CURDIR)/config/student:$(CURDIR)/config/shared" $(BIN)/jupyter lab --ServerApp.root_dir=notebooks --LabApp.default_url=/lab/workspaces/student

instructor: $(STAMP) ## open formgrader over gradebook/, in the instructor's JupyterLab
	JUPYTER_PATH="$(CURDIR)/config/instructor" JUPYTER_CONFIG_PATH="$(CURDIR)/config/instructor:$(CURDIR)/config/shared" \
		$(BIN)/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/formgrader

release: $(STAMP) ## make notebooks/ and the students' zip from solutions/
	$(call RUN,release)

new-exercise: $(STAMP) ## begin an exercise: make new-exercise NAME=name LAB=folder POINTS=number
	$(call RUN,new-exercise "$(NAME)" --lab "$(LAB)" --points "$(POINTS)")

demo: $(STAMP) ## grade a sample class of 12 students and show its table
	$(call RUN,demo --gradebook gradebook/demo --jobs $(JOBS))

roster: $(STAMP) ## make or complete roster.csv from a platform's table: make roster FROM=file
	$(call RUN,roster --gradebook "$(GRADEBOOK)" --from "$(FROM)")

grade: $(STAMP) ## grade a class: make grade SUBMITTED=folder GRADEBOOK=folder [LAB=lab STUDENT=student]
	$(call RUN,grade --submitted "$(SUBMITTED)" --gradebook "$(GRADEBOOK)" --jobs $(JOBS) $(LABS) $(STUDENTS)) $(LISTED)

watch: $(STAMP) ## grade what arrives, as it arrives: make watch SUBMITTED=folder-or-exchange GRADEBOOK=folder
	$(call RUN,watch --submitted "$(SUBMITTED)" --gradebook "$(GRADEBOOK)" --jobs $(JOBS) --port $(PORT))

feedback: $(STAMP) ## write a feedback page for each graded submission [LAB=lab STUDENT=student ZIP=moodle FOR=zip]
	$(call RUN,feedback --gradebook "$(GRADEBOOK)" $(LABS) $(STUDENTS) $(if $(ZIP),--zip "$(ZIP)") $(if $(FOR),--for "$(FOR)")) $(LISTED)

report: $(STAMP) ## write a page for each lab and one for the course [LAB=lab]
	$(call RUN,report --gradebook "$(GRADEBOOK)" $(LABS))

export: $(STAMP) ## write totals for a platform: make export FORMAT=canvas INTO=file [LAB=lab]
	$(call RUN,export --gradebook "$(GRADEBOOK)" --format "$(FORMAT)" $(if $(INTO),--into "$(INTO)") $(LABS)) $(LISTED)

gradescope: $(STAMP) ## pack one lab as an autograder for Gradescope: make gradescope LAB=lab
	$(call RUN,gradescope --lab "$(LAB)" --gradebook "$(GRADEBOOK)")

vocareum: $(STAMP) ## pack one lab as the grading scripts of a Vocareum assignment: make vocareum LAB=lab
	$(call RUN,vocareum --lab "$(LAB)" --gradebook "$(GRADEBOOK)")

site: $(STAMP) ## build the course as a web site into dist/site/
	$(BIN)/python -m website

check: $(STAMP) ## lint, format, types and import rules, in under a minute
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test-unit: $(STAMP) ## the tests that start no exam and no browser, in under a minute
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder tests/unit

test: $(STAMP) ## all that CI checks
	.ci/test

.PHONY: test-hub
test-hub: $(STAMP) ## a class on a real JupyterHub with Unix users, as root, in minutes; HUB_SCREENSHOTS=folder keeps pictures
	TEST_HUB=1 $(BIN)/python -m pytest tests/hub

bench: $(STAMP) ## time grading, feedback, the report and each lab, for an hour; AGAINST=folder: another checkout first
	@missed=0; \
	if test -n "$(AGAINST)"; then (cd "$(AGAINST)" && .venv/bin/python -m bench.grading) || missed=1; fi; \
	for each in grading scale cluster feedback report labs; do $(BIN)/python -m bench.$$each || missed=1; done; \
	exit $$missed

answers: $(STAMP) ## print every answer against every test cell
	$(BIN)/python -m tests.corpus.matrix

mutants: $(STAMP) ## change the right answers in small ways and print what notices: make mutants [LAB=lab], in minutes
	nice $(BIN)/python -m tests.mutants $(LABS)

lock: $(STAMP) ## compile requirements.lock and the students' and the graders' part of it from pyproject.toml
	$(COMPILE) --group grader --group site --group test -o requirements.lock
	$(COMPILE) --constraints requirements.lock -o requirements-students.lock
	$(COMPILE) --group grader --constraints requirements.lock -o requirements-grader.lock
	$(COMPILE) --constraints requirements.lock --group grader --group hub -o deploy/hub/requirements.lock

clean: ## remove what was built; gradebook/ stays, it belongs to people
	rm -rf .venv dist build *.egg-info .hypothesis .pytest_cache .mypy_cache .ruff_cache .release_cache gradebook/demo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
