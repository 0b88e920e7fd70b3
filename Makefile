# publish and test set up all they need: git, make and Python 3.11 or newer are enough.

UV := $(shell command -v uv || echo .venv/bin/uv)
BIN := .venv/bin
export DAGSTER_DISABLE_TELEMETRY := 1
# Where this is set, each of the many programs that a run and the tests start compiles all its modules anew.
unexport PYTHONDONTWRITEBYTECODE
# Where the machine has a store of certificates, it is the one to trust: it knows the organisation's own.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := 1
export UV_NATIVE_TLS := 1
endif

.PHONY: help publish learn teach test test-all check lint types floors sql lock untranslated fix dev bench setup setup-dev clean

help:
	@echo "make publish  turn the notes of datapackage/sources.yaml into a release below outputs/publish/latest"
	@echo "make test     run the tests of what a change can break on any day"
	@echo "make test-all run those and all others that need no service: browser, kills, full disks, Spark, properties in depth"
	@echo "make check    lint, types, floors, SQL lint, whether uv.lock is current; lists what is not translated"
	@echo "make fix      format and sort what a program can, and renew the digest of what is rendered"
	@echo "make dev      Dagster's web interface on http://localhost:3000"
	@echo "make teach    fit the weights once, and show which labelled statements, stages and topics that would win or lose"
	@echo "make learn    learn the weights by which sentences are read, from all labels, and measure them"
	@echo "make bench    measure, and write benchmarks/README.md"

# In the history that `make dev` shows.
publish: export DAGSTER_HOME := $(or $(DAGSTER_HOME),$(CURDIR)/.dagster)
publish: setup
	@$(BIN)/uncac publish

test: setup-dev
	$(BIN)/pytest -n 2 --dist worksteal

# Spark is tried where its Java is.
test-all: setup-dev
	@if command -v java >/dev/null; then $(UV) sync --quiet --frozen --inexact --extra spark; fi
	$(BIN)/pytest -n 2 --dist worksteal -m "not deploy" --hypothesis-profile=deep

fix: setup-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/sqlfluff fix -q sql
	$(BIN)/python -m tests.publish.rendered

# They ask different programs, so they run side by side.
check: setup-dev
	@$(MAKE) --no-print-directory --keep-going --output-sync=target -j 4 types sql lint floors lock untranslated

types:
	$(BIN)/mypy

sql:
	$(BIN)/sqlfluff lint -q sql

lint:
	$(BIN)/ruff check
	$(BIN)/ruff format --check

floors:
	$(BIN)/lint-imports >/dev/null || $(BIN)/lint-imports

lock:
	$(UV) lock --check

# Fails for nothing: languages that are off ask for nothing, and a test holds the shipped ones.
untranslated:
	@$(BIN)/python -m tests.publish.untranslated

# From all labels, those in ../shared/real and of the operator's corrections included; some minutes on one core.
learn: setup-dev
	@OMP_NUM_THREADS=1 $(BIN)/python -W ignore -m benchmarks.learn

# One fit, in less than a minute; nothing is written.
teach: setup-dev
	@OMP_NUM_THREADS=1 $(BIN)/python -W ignore -m benchmarks.teach

dev: setup-dev
	$(BIN)/uncac dev

bench: setup-dev
	$(BIN)/python -m benchmarks.run

setup: $(UV)
	@$(UV) sync --quiet --frozen --no-dev --inexact

setup-dev: $(UV)
	@$(UV) sync --quiet --frozen --inexact

.venv/bin/uv:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; python3 is $$(python3 --version)."; exit 1; }
	@python3 -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv is incomplete. Install the package python3-venv (Debian, Ubuntu), or uv, and run make again."; exit 1; }
	@python3 -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

clean:
	rm -rf .venv .dagster .mypy_cache .ruff_cache .pytest_cache
