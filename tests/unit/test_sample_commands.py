"""The commands that build samples take a folder, and an option for none."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.samples import build, demo


@pytest.mark.parametrize("main", [build.main, demo.main])
def test_an_option_is_no_folder_to_write_to(main: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["samples", "--help"])
    with pytest.raises(SystemExit, match="usage"):
        main()
    assert list(tmp_path.iterdir()) == []
