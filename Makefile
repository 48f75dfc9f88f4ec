# The whole developer interface. A fresh machine needs python3 (3.11+), make and pip.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation

.PHONY: setup run test check bench docs clean

setup: $(VENV)/.run

$(VENV)/.run: requirements/run.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing from requirements/run.lock" >&2
	@$(PIP) --require-hashes --only-binary :all: -r requirements/run.lock
	@$(PIP) --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	@echo "Installing the test tools from requirements/dev.lock" >&2
	@$(PIP) --require-hashes --only-binary :all: -r requirements/dev.lock
	@touch $@

run: setup
	@exec $(BIN)/gandan run --port $(PORT)

test: $(VENV)/.dev
	@exec $(BIN)/python tests/run.py

check: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/gandan makemigrations --check --dry-run

bench: $(VENV)/.dev
	@exec $(BIN)/python -m bench

docs: setup
	@exec $(BIN)/gandan docs

clean:
	rm -rf $(VENV) build staticfiles
