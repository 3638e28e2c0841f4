"""Logs carry no private numbers and, as JSON, one object a line."""

import json
import logging

import pytest

from pipeline import logs
from pipeline.config import Log


@pytest.mark.parametrize("number", ["11010519491231002X", "440308199901010012", "13900001111"])
def test_private_numbers_are_masked(number: str) -> None:
    assert number not in logs.masked(f"证件{number}，")


@pytest.mark.parametrize("text", ["节约12345678元", "2019年3月", "sha256 1234567890123456789012", "专利号ZL201910123456.7"])
def test_other_numbers_stay(text: str) -> None:
    assert logs.masked(text) == text


def test_a_json_log_line_is_one_object_with_the_trace_inside(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start(Log(format="json", level="info"))
    try:
        raise ValueError("两行\n13900001111")
    except ValueError:
        logging.getLogger("pipeline.run").exception("document %s", "d1")
    (line,) = capsys.readouterr().err.splitlines()
    found = json.loads(line)
    assert found["level"] == "error"
    assert "d1" in found["message"]
    assert "13900001111" not in line


def test_a_level_below_the_one_set_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start(Log(level="error"))
    logging.getLogger("pipeline.run").warning("nothing")
    assert capsys.readouterr().err == ""
