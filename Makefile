# Every target sets up what it needs by itself; `make setup` once is enough for an editor.
SHELL := /bin/bash
python := .venv/bin/python

.PHONY: setup installed demo check test proof bench docs format lock

setup: installed
	@tools/setup kernel

installed:
	@tools/setup runtime dev

demo:
	@tools/setup runtime kernel
	@$(python) -m tools.demo

check: installed
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

test: check
	@tools/setup browser
	.venv/bin/pytest

proof: setup
	@tools/setup browser
	@! command -v java >/dev/null || tools/setup spark
	$(python) -m tools.proof

bench:
	@tools/setup runtime benchmarks peers
	$(python) -m benchmarks.calendars
	$(python) -m benchmarks.judging --events 10000000 --peers --peer-events 100000 1000000 --full --scaling --check --online
	$(python) -m benchmarks.judging_constructs

# Rewrites the generated parts of docs/ and the checked-in schemas; tests hold them true.
docs: installed
	$(python) -m tools.docs
	$(python) -m tools.walkthrough

format: installed
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

lock: installed
	tools/lock
