"""A run with workers that start at once: the mock reader among the formats, and no stages. What is tested is the run alone."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from pipeline.engines.local import Local
from pipeline.process import MODULES


@contextmanager
def light() -> Iterator[None]:
    """Runs within are light ones."""
    modules = dict(MODULES)
    MODULES.clear()
    try:
        with patch("pipeline.run.Readers", functools.partial(Local, module="tests.faults.mock_worker")):
            yield
    finally:
        MODULES.update(modules)
