# `make demo` and `make test` are all one needs; both make the environment first.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
JOBS   ?= 2

.PHONY: help setup demo test test-fast test-all check docs stock clean
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## make the environment; every other target does so first

# constraints.txt pins what is installed here; pyproject.toml keeps floors for everybody else.
$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: $(READY) ## the whole chain on two cores, with a report in out/demo
	$(BIN)/scisynth demo --out out/demo

check: $(READY) ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check ## lint, types, and all tests but the thorough ones
	$(BIN)/pytest -n $(JOBS) --dist worksteal

test-fast: check ## the tests that take seconds: what to run while you work
	$(BIN)/pytest -n $(JOBS) --dist worksteal -m "not slow"

test-all: check ## `make test` and the thorough tests: every layout and defect of each figure family, more seeds (an hour or two)
	$(BIN)/pytest -n $(JOBS) --dist worksteal -m ""

# Any warning stops the build; the pages are in out/site.
docs: $(READY) ## the site, in out/site; any warning stops it
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet

stock: $(READY) ## measure all figure families (half an hour) and renew the table in docs/reference
	$(BIN)/scisynth imgcoder stock --num 54 --out out/stock
	sed '/^| family/,$$d' docs/reference/figure-stock.md > out/stock/page.md
	cat out/stock/page.md out/stock/stock.md > docs/reference/figure-stock.md

clean: ## remove the environment and out
	rm -rf $(VENV) out
