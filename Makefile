# make demo     a living workplace in the browser        make test     everything that is checked
# make setup    only .venv/bin/etabli                    make format   put the code in its form
# The rest: bench, messages, lock, assets, lint, clean.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test test-setup browser lint bench format messages lock assets clean

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input
HASHED := --require-hashes --only-binary :all:

# Everything the front-end files and the compiled messages are made from.
SOURCES := hatch_build.py package.json package-lock.json .npmrc \
	$(shell find front src/etabli/locale -type f ! -name '*.mo' ! -name '*.mo.new' 2>/dev/null)

help:
	@sed -n 's/^# //p' Makefile | head -3

# ---------------------------------------------------------------- environment

setup: $(VENV)/.stamp-assets

# The first Python from 3.11 on that really starts and can make an environment.
$(VENV)/.stamp-python:
	@set -e; found=; \
	for name in $${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do \
	  if "$$name" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    found=$$name; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo 'Établi needs Python 3.11 or newer, with its venv module (on Debian: python3-venv). None was found.' >&2; exit 1; fi; \
	if ! [ -x $(BIN)/python ]; then echo "Making $(VENV) with $$("$$found" --version)"; "$$found" -m venv $(VENV); fi
	@touch $@

$(VENV)/.stamp-runtime: requirements.txt $(VENV)/.stamp-python
	@echo 'Installing the libraries'
	@$(PIP) install $(HASHED) -r requirements.txt
	@touch $@

$(VENV)/.stamp-build: requirements-build.txt $(VENV)/.stamp-runtime
	@echo 'Installing what builds'
	@$(PIP) install $(HASHED) -r requirements-build.txt
	@touch $@

$(VENV)/.stamp-package: pyproject.toml hatch_build.py $(VENV)/.stamp-build
	@echo 'Building and installing etabli'
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.stamp-assets: $(SOURCES) $(VENV)/.stamp-package
	@$(BIN)/python hatch_build.py
	@touch $@

assets: setup

# ---------------------------------------------------------------- use

# Another port, when 8000 is taken: make demo PORT=8123
PORT := 8000

demo: setup
	@ETABLI_HOME="$${ETABLI_HOME:-$(CURDIR)/.demo}" exec $(BIN)/etabli demo --port $(PORT)

# ---------------------------------------------------------------- checks

$(VENV)/.stamp-test: requirements-test.txt $(VENV)/.stamp-runtime
	@echo 'Installing what tests'
	@$(PIP) install $(HASHED) -r requirements-test.txt
	@touch $@

test-setup: setup $(VENV)/.stamp-test

# Chromium comes from the system's packages. Without it the journeys are not run, and that is a failure unless it is
# said aloud with ETABLI_SKIP_BROWSER=1.
browser:
	@if [ "$(ETABLI_SKIP_BROWSER)" = 1 ]; then \
	  echo 'Browser tests are skipped, as ETABLI_SKIP_BROWSER=1 asks.'; exit 0; fi; \
	if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo 'Installing Chromium'; \
	  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install chromium; } >/dev/null; fi; \
	if ! command -v chromium >/dev/null; then \
	  echo 'Chromium is missing: install it (on Debian: apt-get install chromium), or set ETABLI_SKIP_BROWSER=1.' >&2; exit 1; fi

lint: test-setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# One worker a core, and the idle one takes over what waits for the other.
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal

test: test-setup browser lint
ifeq ($(ETABLI_SKIP_BROWSER),1)
	$(PYTEST) -m 'not browser'
else
	$(PYTEST)
endif
	ETABLI_TEST_DATABASE=postgres $(PYTEST) -m 'not browser'

bench: setup
	@set -e; for file in bench/[!_]*.py; do name=$${file#bench/}; $(BIN)/python -m bench.$${name%.py}; done

# ---------------------------------------------------------------- upkeep

format: $(VENV)/.stamp-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Finds the words of the code and of the templates and brings the catalogues up to date.
messages: setup
	$(BIN)/python tools/messages.py

# The versions installed, each with its hash, and no address: any index or mirror will do.
UV := $(VENV)/lock/bin/uv
COMPILE := $(UV) pip compile --quiet --upgrade --generate-hashes --no-header --no-annotate --no-emit-index-url \
	--no-emit-find-links --universal --python-version 3.11

lock: $(VENV)/.stamp-python
	@[ -x $(UV) ] || { $(BIN)/python -m venv $(VENV)/lock && $(VENV)/lock/bin/pip --quiet install uv; }
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) pyproject.toml --extra test -c requirements.txt -o requirements-test.txt
	$(BIN)/python tools/build_requirements.py | $(COMPILE) - -c requirements.txt -o requirements-build.txt

clean:
	rm -rf $(VENV) node_modules build dist src/etabli/kit/static/dist src/etabli/kit/static/dist.new
	rm -rf .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache test-results
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
