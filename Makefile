# Two commands do everything: `make demo` and `make test`. Each makes what it needs.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin

# The engine of this machine: MLX on Apple silicon, PyTorch elsewhere.
ENGINE := $(if $(and $(findstring Darwin,$(shell uname -s)),$(findstring arm64,$(shell uname -m))),mlx,pytorch)

.PHONY: demo test coverage fuzz lint types imports matrix check bench clean help

help: ## show this
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.demo ## route eight real requests; installs an engine and a small model first
	$(BIN)/homeport demo

test: $(VENV)/.test ## run all tests, with real models in both engines
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto --dist worksteal

coverage: $(VENV)/.test ## the same, twice as slow, with the branches that no test takes
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered --cov-fail-under=90

MINUTES ?= 10
fuzz: $(VENV)/.test ## the tests' properties on ever new cases; for longer: make fuzz MINUTES=60
	OMP_NUM_THREADS=1 $(BIN)/python scripts/fuzz.py --minutes $(MINUTES)

lint: $(VENV)/.lint ## ruff: style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.lint ## mypy, strict
	$(BIN)/mypy

imports: $(VENV)/.lint ## the import contract
	$(BIN)/lint-imports

matrix: ## the drop-in tests on the oldest openai 2 and on 3.0.0 (the newest is in test)
	PYTHON=$(PYTHON) scripts/matrix.sh

check: lint types imports test ## everything but the matrix

bench: $(VENV)/.test ## overhead and local speed, as ratios measured in one run
	$(BIN)/python benchmarks/overhead.py
	$(BIN)/python benchmarks/local.py

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "homeport needs Python 3.11 or newer; try: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: pyproject.toml scripts/setup.py | $(VENV)/bin/python
	$(BIN)/python scripts/setup.py -e '.[$(ENGINE)]'
	@touch $@

$(VENV)/.test: pyproject.toml scripts/setup.py | $(VENV)/bin/python
	$(BIN)/python scripts/setup.py -e '.[pytorch,mlx,privacy,encryption]' --group test
	@touch $@

$(VENV)/.lint: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python scripts/setup.py -e . --group lint
	@touch $@

clean: ## remove the virtual environments
	rm -rf $(VENV) .venv-openai-*
