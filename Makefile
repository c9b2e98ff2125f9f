# Every target does its own set-up: a fresh machine needs Python 3.11 to 3.13 and make, nothing else.
PYTHON ?= python3
VENV := .venv
# dbt-bouncer wants another DuckDB than the project does.
BOUNCER := .venv-bouncer
BIN := $(VENV)/bin
OUTPUT ?= demo

# Nothing that we start reports to anybody.
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export RUNTIME__DLTHUB_TELEMETRY := false
export GX_ANALYTICS_ENABLED := false
export DAGSTER_DISABLE_TELEMETRY := 1

# uv is faster where it is at hand; pip does the same.
UV := $(shell command -v uv 2>/dev/null)
INSTALL = $(if $(UV),$(UV) pip install --quiet --python $(1)/bin/python,$(1)/bin/python -m pip install --quiet --disable-pip-version-check)

# The linter compiles models, and so needs a warehouse to name; an empty one will do.
SQLFLUFF := HILO_WORKING_FILE=$(VENV)/lint.duckdb $(BIN)/sqlfluff
SQL := dbt_project/models dbt_project/tests

.DEFAULT_GOAL := help
.PHONY: help setup demo bench bench-matching build test test-duckdb-1.5 lint lint-python lint-sql lint-models format report lock clean

help:  ## Say what can be made
	@grep -hE '^[a-z0-9.-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

setup: $(VENV)/.runtime  ## Build .venv with what Hilo needs to run

$(VENV)/.runtime: requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Hilo into $(VENV) (once; a few minutes with pip) …"
	@$(call INSTALL,$(VENV)) --require-hashes -r requirements.txt
	@$(call INSTALL,$(VENV)) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.development: requirements-development.txt $(VENV)/.runtime
	@echo "Installing the development tools into $(VENV) …"
	@$(call INSTALL,$(VENV)) --require-hashes -r requirements-development.txt
	@touch $@

$(BOUNCER)/.installed: requirements-bouncer.txt
	@test -x $(BOUNCER)/bin/python || $(PYTHON) -m venv $(BOUNCER)
	@echo "Installing dbt-bouncer into $(BOUNCER) …"
	@$(call INSTALL,$(BOUNCER)) --require-hashes -r requirements-bouncer.txt
	@touch $@

demo: $(VENV)/.runtime  ## Take the sample company through the whole chain
	@$(BIN)/hilo demo --output $(OUTPUT)

report: $(VENV)/.runtime  ## Write the gap report of the demo again
	@$(BIN)/hilo report --warehouse $(OUTPUT)/hilo.duckdb --output $(OUTPUT)/report

bench: $(VENV)/.development  ## Measure billing against its limit, a loop and a real ERP, how fast files are read, and how well a noisy bank is matched
	@$(BIN)/python -m tests.benchmarks.billing
	@$(BIN)/python -m tests.benchmarks.formats
	@$(BIN)/python -m tests.benchmarks.reconciliation

bench-matching: $(VENV)/.development  ## Match a million bank lines beside splink and a script of joins
	@test -x .venv-splink/bin/python || $(PYTHON) -m venv .venv-splink
	@$(call INSTALL,.venv-splink) splink==5.0.0
	@$(BIN)/python -m tests.benchmarks.matching

test-duckdb-1.5: requirements-development.txt  ## Run every test on the older DuckDB
	@test -x .venv-duckdb-1.5/bin/python || $(PYTHON) -m venv .venv-duckdb-1.5
	@$(call INSTALL,.venv-duckdb-1.5) --require-hashes -r requirements-development.txt
	@$(call INSTALL,.venv-duckdb-1.5) duckdb==1.5.5
	@$(call INSTALL,.venv-duckdb-1.5) --no-deps --no-build-isolation -e .
	@.venv-duckdb-1.5/bin/pytest -n 2 --dist worksteal

build: $(VENV)/.runtime  ## Parse the dbt project
	@cd dbt_project && ../$(BIN)/dbt --quiet parse --profiles-dir .

test: $(VENV)/.development  ## Run every test
	@$(BIN)/pytest -n 2 --dist worksteal

lint: $(VENV)/.development $(BOUNCER)/.installed  ## Check style, types, layers and models
	@$(MAKE) --no-print-directory --jobs 2 lint-models lint-sql lint-python

lint-python:
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports > $(VENV)/lint-imports.log || (cat $(VENV)/lint-imports.log; exit 1)

lint-sql:
	@$(BIN)/python -m tests.lint.sql $(SQL)

lint-models:
	@$(BIN)/python -m tests.lint.models $(BOUNCER)/bin/dbt-bouncer

format: $(VENV)/.development  ## Put Python and SQL in house style
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .
	@$(SQLFLUFF) fix --processes 2 $(SQL)

lock:  ## Resolve the lock files again (needs uv)
	@for name in requirements requirements-development requirements-bouncer; do \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-strip-extras --no-header --no-annotate $$name.in --output-file $$name.txt; \
	done

clean:  ## Remove what was built, but not your warehouses
	@rm -rf $(VENV) $(BOUNCER) .venv-duckdb-1.5 .venv-erp .venv-splink dbt_project/target dbt_project/logs
