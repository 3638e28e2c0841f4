"""The configuration reads back what it writes and refuses what it does not know."""

from pathlib import Path

import pytest

from pipeline import config
from pipeline.errors import ConfigError


def test_what_is_shown_reads_back_to_the_same_values(tmp_path: Path) -> None:
    shown = config.to_toml(config.parse({"workers": 3, "limits": {"seconds": 7}, "log": {"format": "json"}}))
    path = tmp_path / "xingping.toml"
    path.write_text(shown, "utf-8")
    again = config.load(path)
    assert (again.workers, again.limits.seconds, again.log.format) == (3, 7, "json")
    assert config.to_toml(again) == shown


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("wrokers = 1", "did you mean workers"),
        ("[limits]\npixel = 1", "did you mean limits.pixels"),
        ("[limits]\nseconds = 'soon'", "seconds"),
        ("workers = -1", "must not be negative"),
        ("workers =", "xingping.toml"),
    ],
)
def test_a_wrong_file_is_refused_with_what_to_do(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "xingping.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=message):
        config.load(path)


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nowhere"):
        config.load(tmp_path / "nowhere.toml")


def test_zero_workers_means_one_for_each_processor() -> None:
    assert config.Config().worker_count >= 1
