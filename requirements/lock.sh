#!/usr/bin/env bash
# Writes both locks anew from pyproject.toml. Needs uv; a newcomer never runs this.
set -euo pipefail
cd "$(dirname "$0")/.."
lock() { uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet "$@"; }
lock --group pyproject.toml:build -o requirements/run.lock
grep -E '^[a-z]' requirements/run.lock | sed 's/ .*//' > requirements/.pins
lock --group pyproject.toml:build --group pyproject.toml:dev -c requirements/.pins -o requirements/dev.lock
rm requirements/.pins
