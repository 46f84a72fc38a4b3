# `make run` serves the record at http://127.0.0.1:8000, `make test` checks everything, `make bench`
# measures what a page costs. They set up what they need, once; all they want of the machine is make and
# Python 3.11 or newer, and the tests a Chromium.

PYTHON ?= python3
PYTEST_ARGS ?= -n logical
BENCH_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
APP := $(VENV)/.installed-app
DEV := $(VENV)/.installed-dev
MACHINE := tests/clients/node_modules/.installed

.PHONY: run test bench results screenshots messages lint fmt lock clean

run: $(APP)
	@.ci/start-app $(BIN)

test: lint $(MACHINE)
	@$(BIN)/pytest $(PYTEST_ARGS)

bench: $(DEV)
	@$(BIN)/python -m benchmarks $(BENCH_ARGS)

results: $(DEV)
	@$(BIN)/python -m benchmarks.results $(BENCH_ARGS)

lint: $(DEV)
	@$(BIN)/ruff check --quiet --output-format concise .
	@$(BIN)/ruff format --quiet --check . || { echo "'make fmt' lays these files out." >&2; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@said=$$($(BIN)/lint-imports --no-logo) || { echo "$$said"; exit 1; }

fmt: $(DEV)
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

# The pictures of the pages in docs/pages.
screenshots: $(MACHINE)
	@$(BIN)/python -m tests.screenshots

# Brings the translations of the pages in step with their messages.
messages: $(DEV)
	@$(BIN)/python -m tests.support.messages

# New pins from pyproject.toml; `make lock UPGRADE=--upgrade` takes the newest versions.
lock: $(DEV) $(MACHINE)
	@.ci/lock $(UPGRADE)

clean:
	@rm -rf $(VENV) tests/clients/node_modules build dist \
		.hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

$(APP): .ci/install-app requirements-build.lock requirements.lock
	@.ci/install-app $(VENV) "$(PYTHON)" --editable
	@touch $@

$(DEV): requirements-dev.lock $(APP)
	@echo "Installing what the tests need"
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --compile-bytecode --link-mode copy \
		--require-hashes --requirement $<
	@touch $@

$(MACHINE): .ci/install-machine tests/clients/package-lock.json requirements-node.lock \
		requirements-postgres.lock $(DEV)
	@.ci/install-machine
	@touch $@
