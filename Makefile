# People and CI type the same. Needs python3 (3.11 or newer) and make; the rest it fetches.

UV_VERSION = 0.13.9
PYTHONS = python3.13 python3.12 python3.11 python3
BIN = .venv/bin
STAMP = .venv/.installed
LANGUAGE = en
PYTEST_OPTIONS = -n 2 --dist loadfile
EVERY_PAGE = tests/e2e/test_every_page.py tests/e2e/test_every_builder_page.py

SHELL = /bin/sh
MAKEFLAGS += --no-print-directory
unexport VIRTUAL_ENV PYTHONHOME
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export UV_PYTHON_DOWNLOADS = never

.PHONY: help run test check sure bench migration shots for-run for-all uv
.SILENT:

help:
	echo "make run      start Stuga with all it needs, on http://localhost:8000 (STUGA_PORT, STUGA_HOME)"
	echo "make test     run every test; the browser tests need Chromium"
	echo "make check    format, lint, types, import contracts"
	echo "make sure     check, then test: what CI runs"
	echo "make bench    measure against the hand-written floor; writes bench/results.md"
	echo "make shots    picture every page, at three widths in both schemes, into shots/ (LANGUAGE=sv)"
	echo 'make migration m="Add holds"    begin a migration'

run: for-run
	exec $(BIN)/stuga serve

check: for-all
	$(BIN)/ruff format --check --quiet . || { echo "Format with: $(BIN)/ruff format ."; exit 1; }
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

sure: check
	$(MAKE) test

# In CI a missing browser is a failure, so there the browser tests always run.
test: for-all
	if [ "$$CI" = true ] || $(has_chromium); then \
	  exec $(BIN)/pytest $(PYTEST_OPTIONS); \
	fi; \
	$(BIN)/pytest $(PYTEST_OPTIONS) -m "not browser" || exit; \
	echo "Not run, because there is no Chromium here:"; \
	$(BIN)/pytest --collect-only -q -m browser | grep "::" | sed "s/^/  /"; \
	echo "Install it and run again: apt-get install chromium (macOS: brew install chromium)"

bench: for-all
	$(BIN)/python bench/run.py

shots: for-all
	$(BIN)/pytest -q $(PYTEST_OPTIONS) -k accessible --shots shots/$(LANGUAGE) \
	  --language $(LANGUAGE) $(EVERY_PAGE)
	echo "Open shots/$(LANGUAGE)/index.html"

migration: for-all
	[ -n "$(m)" ] || { echo 'Say what it does: make migration m="Add holds"'; exit 2; }
	$(BIN)/python -m stuga.local.drafting "$(m)"

has_chromium = command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
  || command -v google-chrome >/dev/null || [ -x "/Applications/Chromium.app/Contents/MacOS/Chromium" ]

# What is installed, and from which lock file; a later start then has nothing to do.
lock_key = $$(cat uv.lock pyproject.toml | cksum | tr " " -)
uv_sync = $(trusting); $(caching); $(BIN)/uv sync --frozen --quiet
# An organisation's own certificates are in the system's list, which uv leaves aside by itself.
trusting = [ ! -e /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS=true
caching = [ -w "$$HOME" ] || export UV_CACHE_DIR="$$PWD/.venv/.cache"

for-run:
	key=$(lock_key); \
	if grep -qsE "^(run|all) $$key$$" $(STAMP) && [ -x $(BIN)/stuga ]; then exit 0; fi; \
	$(MAKE) uv && echo "Installing what Stuga needs …" && \
	{ $(uv_sync) --inexact --extra local --no-default-groups; } && echo "run $$key" >$(STAMP)

for-all:
	key=$(lock_key); \
	if grep -qs "^all $$key$$" $(STAMP) && [ -x $(BIN)/pytest ]; then exit 0; fi; \
	$(MAKE) uv && echo "Installing what Stuga and its tests need …" && \
	{ $(uv_sync) --extra local --all-groups; } && echo "all $$key" >$(STAMP)

uv:
	if $(BIN)/uv --version 2>/dev/null | grep -q " $(UV_VERSION)"; then exit 0; fi; \
	if ! $(BIN)/python -c "" 2>/dev/null; then \
	  for name in $(PYTHONS); do \
	    $$name -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && python=$$name && break; \
	  done; \
	  if [ -z "$$python" ]; then \
	    echo "Stuga needs Python 3.11 or newer; found: $$(python3 --version 2>&1 || echo none)."; exit 2; \
	  fi; \
	  if ! $$python -c "import ensurepip, venv" 2>/dev/null; then \
	    version=$$($$python -c "import sys; print('%d.%d' % sys.version_info[:2])"); \
	    echo "This Python cannot make environments; install that part: apt-get install python$$version-venv"; \
	    exit 2; \
	  fi; \
	  echo "Making .venv with $$($$python --version) …"; \
	  $$python -m venv --clear .venv || exit; \
	fi; \
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null || exit; \
	echo "Fetching uv $(UV_VERSION) …"; \
	$(BIN)/python -m pip install --quiet uv==$(UV_VERSION)
