# Every target sets up what it needs; a fresh clone wants only Python 3.11.5 or newer and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test long check bench bench-large archive api-long changes edits families schedule soak fuzz lock

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 13

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11, 5) else "clausewatch needs Python 3.11.5 or newer; say which: make PYTHON=python3.13 …")'
	@echo "setting up .venv, a few minutes the first time"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY) ## play a year of a fictional district and watch it; then serve the pages
	$(BIN)/clausewatch demo $(DEMO)

test: $(READY) ## run the tests
	$(BIN)/python -m pytest -n auto $(TESTS)

long: $(READY) ## run the tests that are more of the same: every earlier revision, both ways, all manners
	$(BIN)/python -m pytest -n auto -m long $(TESTS)

check: $(READY) ## lint, formatting, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fuzz: $(READY) ## try the property tests for long, with thousands of random texts and pages
	CLAUSEWATCH_FUZZ=long $(BIN)/python -m pytest -n auto tests/fuzz $(TESTS)

crash: $(READY) ## kill senders at random moments, two hundred times on each kind of database; nothing may be lost
	CLAUSEWATCH_KILLS=200 $(BIN)/python -m pytest -s tests/crash $(TESTS)

bench: $(READY) ## print the cost of each step as a ratio against a peer or a floor
	$(BIN)/python -m benchmarks

api-long: $(READY) ## ask the API for minutes whatever its OpenAPI document allows, and what it does not
	CLAUSEWATCH_API_EXAMPLES=200 $(BIN)/python -m pytest -q tests/clausewatch/api/test_schema.py

changes: $(READY) ## score the comparison on the corpus of tests/changes
	$(BIN)/python -m benchmarks.changes

edits: $(READY) ## compare thousands of seeded edits with what was really done
	$(BIN)/python -m benchmarks.edits $(EDITS)

families: $(READY) ## find the families of a generated archive, and hold them against the truth
	$(BIN)/python -m benchmarks.families $(FAMILIES)

archive: $(READY) ## ask a generated archive of 1,000 and 10,000 documents; ten minutes and more
	$(BIN)/python -m benchmarks.archive $(ARCHIVE)

bench-large: $(READY) ## the same with 100,000 documents; hours, and some ten gigabytes
	$(BIN)/python -m benchmarks.archive 1000 10000 100000

schedule: $(READY) ## simulate when changes are seen, against a fixed interval and an oracle
	$(BIN)/python -m benchmarks.schedule $(SCHEDULE)

soak: $(READY) ## watch sites in trouble for weeks of their time, and judge what was told and how they were asked
	$(BIN)/python -m benchmarks.soak $(SOAK)

lock: $(READY) ## make requirements.txt anew from pyproject.toml (needs uv)
	uv pip compile --universal --python-version 3.11.5 --generate-hashes --no-emit-index-url --no-header \
		--upgrade --quiet --group dev pyproject.toml -o requirements.txt
