# Two commands do all the set-up on a fresh machine: `make demo` and `make test`.
# Nothing but Python 3.11+, make and a Python package registry is needed.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help demo test check lock docs clean

help:
	@echo "make demo   install into .venv, read the sample reports, print answers, write demo/graph.html"
	@echo "make test   install into .venv with what the tests need, run every test"
	@echo "make check  linter, formatter and type checker"
	@echo "make docs   write the generated reference pages anew"
	@echo "make lock   pin the dependencies anew"

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 14) else f"diplograph needs Python 3.11 to 3.13; {sys.executable} is {v.major}.{v.minor}. Name another: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

demo: .venv/.installed
	$(BIN)/diplograph demo --directory demo

test: .venv/.installed-dev
	$(BIN)/python -m pytest -n auto --dist loadfile $(PYTEST_FLAGS)

check: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: .venv/.installed-dev
	$(BIN)/python -m tools.docs

# Universal (every platform and Python of the range), with hashes, naming no registry host.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header pyproject.toml
lock: .venv/.installed-dev
	$(LOCK) --output-file requirements.lock
	$(LOCK) --extra dev --output-file requirements-dev.lock

clean:
	rm -rf .venv demo build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
