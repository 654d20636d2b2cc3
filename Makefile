# `make shell` and `make test` are all that a fresh machine with Python 3.11 and make needs.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
READY   = $(VENV)/.ready

.PHONY: shell test test-all lint bench tables clean

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[development]'
	touch $(READY)

shell: $(READY)
	@$(BIN)/ledgershell --sample vehicle-registration vehicle-registration.ledger

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadgroup

test-all: $(READY)
	LEDGERSHELL_TEST_ALL=1 $(BIN)/python -m pytest -n auto --dist loadgroup

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python -m bench

tables: $(READY)
	$(BIN)/python -m ledgershell.partiql.generate

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
