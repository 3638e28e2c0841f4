# Both commands do all their own set-up. On Windows, README.md gives the same two with uv.
PYTHON ?= python3
PY := .venv/bin/python

.PHONY: demo test torture lint types wheel opencc-python clean
.DEFAULT_GOAL := demo

# pip is upgraded first: pip below 24 fails on two of the dependencies together.
.venv/.ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --upgrade "pip>=24.2"
	$(PY) -m pip install --quiet --editable ".[dev]"
	@touch $@

# The main job on the samples, some of which are broken on purpose.
demo: .venv/.ready
	$(PY) -m corpus.samples.demo demo-workspace

test: .venv/.ready
	$(PY) -m pytest -n 2

# What `test` leaves out because it takes minutes, five minutes of fuzzing, and the whole suite without any network.
torture: .venv/.ready
	$(PY) -m pip install --quiet --disable-pip-version-check "atheris; sys_platform == 'linux'"
	$(PY) -m pytest -m torture
	$(PY) -m tests.faults.fuzz_all
	$(PY) -m tests.faults.offline

lint: .venv/.ready
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: .venv/.ready
	$(PY) -m mypy
	$(PY) -m pyright --pythonpath $(PY)

# The built wheel, installed in a clean environment and run there.
wheel: .venv/.ready
	$(PY) -m corpus.samples.wheel_check

# The script tests with OpenCC's other engine, which must never share an environment with the first.
opencc-python: pyproject.toml
	rm -rf build/opencc-python
	$(PYTHON) -m venv build/opencc-python
	build/opencc-python/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=24.2"
	build/opencc-python/bin/python -m pip install --quiet msgspec rjieba opencc-python-reimplemented hypothesis pytest
	build/opencc-python/bin/python -m pytest --noconftest tests/unit/test_script.py

clean:
	rm -rf .venv build dist demo-workspace
