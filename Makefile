# Every command of Quoteback's developers; `make help` lists them.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test check lint bench lock clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | awk -F'\t' '{printf "make %-8s %s\n", $$1, $$2}'

setup: $(VENV)/.ready ## Make .venv from requirements.lock

$(VENV)/.ready: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Quoteback needs Python 3.11 or newer; found $$($(PYTHON) --version). Try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "Installing (a minute or two, once) ..."
	@$(PY) -m pip install --disable-pip-version-check --quiet -r requirements.lock
	@touch $@

run: setup ## Build the index where needed and serve the chat page
	@$(PY) app.py

test: setup ## Run every test (those that need a browser skip where none is installed)
	@$(PY) -m pytest

check: setup lint test ## What CI runs: ruff, mypy, the articles' own check, tests

lint: setup ## ruff, mypy --strict and the articles' own check
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -m corpus check

bench: setup ## Time 200 questions
	@$(PY) -m eval speed

lock: ## Write requirements.lock anew from pyproject.toml (maintainers)
	@rm -rf var/lock && mkdir -p var && $(PYTHON) -m venv var/lock
	@var/lock/bin/pip install --disable-pip-version-check --quiet '.[dev]'
	@{ echo '# Made by `make lock` from pyproject.toml. Every package, pinned.'; \
		var/lock/bin/pip freeze | grep -v '^quoteback' | sed -E 's/^(torch==[0-9.]+)\+cpu/\1/'; } > requirements.lock
	@rm -rf var/lock

clean: ## Remove what was built: .venv, var, caches
	@rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis
