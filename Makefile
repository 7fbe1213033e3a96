# The commands of this repository. Only Python 3.11 or newer with venv, and make, are assumed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= 2
PORT ?=
ARGS ?=
UPGRADE ?=

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1

.DEFAULT_GOAL := help
.PHONY: help setup run test check prove lock clean
.DELETE_ON_ERROR:

help: ## List these commands
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

setup: $(READY) ## Make .venv with everything in it, .venv/bin/soko included (safe to repeat)

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Sokoguru needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

run: setup ## Start Sokoguru with the example cooperative on http://localhost:8000 (PORT=...)
	$(BIN)/soko up --demo $(if $(PORT),--port $(PORT)) $(ARGS)

test: setup ## Run the whole suite with a real PostgreSQL and a real Chromium (ARGS=... for pytest)
	@SOKO_CHROMIUM="$$($(BIN)/python tools/chromium.py)" && export SOKO_CHROMIUM && \
	set -x && $(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not heavy" $(ARGS)

check: setup ## Format, lint, types, shape, missing migrations, quick tests: under two minutes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/soko manage makemigrations --check --dry-run
	$(BIN)/pytest -q -n $(WORKERS) -m "not browser and not slow and not heavy" $(ARGS)

prove: setup ## Run the checks that are marked heavy, in full size
	@SOKO_CHROMIUM="$$($(BIN)/python tools/chromium.py)" && export SOKO_CHROMIUM && \
	set -x && $(BIN)/pytest -m heavy $(ARGS)

lock: ## Write requirements.txt anew from pyproject.toml (UPGRADE=--upgrade for newer versions)
	@place="$$(mktemp -d)" && trap 'rm -rf "$$place"' EXIT && \
	$(PYTHON) -m venv "$$place" && "$$place/bin/pip" install --quiet uv && \
	"$$place/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --all-extras $(UPGRADE) \
		pyproject.toml -o requirements.txt

clean: ## Remove .venv and what the tools have left (never a data folder)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist
	find src tests tools -name __pycache__ -type d -exec rm -rf {} +
