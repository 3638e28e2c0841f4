"""What fuzzing found worth keeping, tried again: only our own values and errors come out."""

from pathlib import Path

import pytest

from tests.faults.fuzz import CORPUS, ENTRIES

KEPT = sorted(path for path in CORPUS.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", KEPT, ids=[f"{path.parent.name}-{path.name[:12]}" for path in KEPT])
def test_a_kept_input_is_taken(path: Path) -> None:
    ENTRIES[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("entry", ENTRIES)
def test_each_entry_point_has_a_corpus(entry: str) -> None:
    assert any(path.parent.name == entry for path in KEPT)
