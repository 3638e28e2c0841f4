# Both commands do all their own set-up. On Windows, README.md gives the same two with uv.
PYTHON ?= python3
PY := .venv/bin/python

.PHONY: demo test lint types wheel torture bench clean
.DEFAULT_GOAL := demo

# pip is upgraded first: pip below 24 fails on two of the dependencies together.
.venv/.ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --upgrade "pip>=24.2"
	$(PY) -m pip install --quiet --editable ".[dev]"
	@touch $@

demo: .venv/.ready  ## the main job on the samples; ends with 0 although one sample is broken on purpose
	$(PY) -m corpus.samples.demo demo-workspace

test: .venv/.ready  ## every test
	$(PY) -m pytest

lint: .venv/.ready
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: .venv/.ready
	$(PY) -m mypy
	$(PY) -m pyright

wheel: .venv/.ready  ## the built wheel, installed in a clean environment and run
	$(PY) -m corpus.samples.wheel_check

clean:
	rm -rf .venv build dist demo-workspace
