"""Options and samples that the whole suite shares."""

from pathlib import Path

import pytest

from corpus.samples.build import build


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-cases", action="store_true", help="write what comes out now as tests/cases' expected.json")


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample packets and articles."""
    folder = tmp_path_factory.mktemp("samples")
    build(folder)
    return folder
