# run · test · check · bench · lock: what the README tells to do, and what it takes.
# Nothing is needed but Python 3.11 or newer with its venv module; uv is used where it is found.

SUITS := import sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c '$(SUITS)' 2>/dev/null && echo $$name && break; done)
NO_PYTHON := RÉSAL needs Python 3.11 to 3.14 with its venv module (Debian: apt install python3-venv). \
	If it has another name than python3: make PYTHON=/path/to/python
PORT ?= 8000
BIN := .venv/bin
TESTS ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_PYTHON_DOWNLOADS := never
export UV_CUSTOM_COMPILE_COMMAND := make lock

.PHONY: run test check bench lock

run: .venv/.run-installed
	@$(BIN)/resal serve --demo --port $(PORT)

test: .venv/.test-installed
	@$(BIN)/pytest --numprocesses=auto --maxprocesses=4 --dist=worksteal $(TESTS)

check: .venv/.test-installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.test-installed
	$(BIN)/python -m benchmarks

lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--extra build --output-file requirements.lock
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--extra build --extra test --constraint requirements.lock --output-file requirements-test.lock

# A stamp is renewed when the lock or the project's metadata changed; the test lock holds the other.
.venv/.run-installed: requirements.lock pyproject.toml | .venv/bin/python
	@$(call install,requirements.lock)
	@touch $@

.venv/.test-installed: requirements-test.lock pyproject.toml | .venv/bin/python
	@$(call install,requirements-test.lock)
	@touch $@ .venv/.run-installed

.venv/bin/python:
	@$(or $(PYTHON),false) -c '$(SUITS)' || { echo "$(NO_PYTHON)"; exit 1; }
	@rm -rf .venv
	@echo "Installing what it takes into .venv: half a minute the first time."
	@if command -v uv >/dev/null; then uv venv --quiet --python "$(PYTHON)" .venv; \
	else $(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }; fi

# Wheels only, each with a known hash; then the project itself, which is left where it is.
define install
if command -v uv >/dev/null; then \
	uv pip install --quiet --python $(BIN)/python --only-binary :all: --require-hashes -r $(1) && \
	uv pip install --quiet --python $(BIN)/python --offline --no-deps --no-build-isolation -e .; \
else \
	{ $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip; } && \
	$(BIN)/python -m pip install --quiet --only-binary :all: --require-hashes -r $(1) && \
	$(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation -e .; \
fi
endef
