"""The golden cases: each folder ``tests/cases/THING/CASE`` holds an input, what comes of it, and a note that says why.

`input.*` is the thing itself, or `input.toml` names a sample (``sample = "articles/star-rating.txt"``). `expected.json` is
written by ``pytest --update-cases`` and reviewed as a diff. A new case is a new folder; no code is edited.
"""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline import texts
from pipeline.clean import cleaned
from tests.annotate import annotated

CASES = Path(__file__).parent / "cases"


def _cleaned(path: Path) -> dict[str, Any]:
    """Title, byline, script and body, as `xingping clean` gives them, and what was cut with its reasons."""
    document = annotated(path)
    result = cleaned(document)
    return {
        "title": result.title,
        "publisher": result.byline.publisher,
        "authors": result.byline.authors,
        "published": result.byline.published,
        "script": result.script,
        "body": result.text.split("\n"),
        "cut": [document.text[slice(*cut.span)] for line in document.lines for cut in line.cuts],
        "flags": sorted({note.code for note in document.flags}),
    }


def _tagged(path: Path) -> list[dict[str, Any]]:
    """The achievements of each line of an `input.jsonl`."""
    rows = texts.tagged(texts.read(path.read_text("utf-8").splitlines()))
    return [{"text": row["text"], "achievements": [_tag(tag) for tag in json.loads(_json(row["achievements"]))]} for row in rows]


def _lines(path: Path) -> list[dict[str, Any]]:
    """The role of each line of an `input.jsonl` and what is kept of it."""
    rows = texts.classified(texts.read(path.read_text("utf-8").splitlines()))
    return [{key: row[key] for key in ("text", "role", "keep")} for row in rows]


def _achievements(path: Path) -> list[dict[str, Any]]:
    """The achievements of a whole document."""
    document = annotated(path)
    return [
        {
            "evidence": document.text[slice(*found.span)],
            "fact": [found.category, found.quantity, found.unit, found.status],
            "change": [found.change_from, found.change_to],
            "level": found.level,
            "scope": found.scope,
        }
        for found in document.achievements
    ]


THINGS: dict[str, Callable[[Path], Any]] = {
    "clean": _cleaned,
    "tag": _tagged,
    "lines": _lines,
    "achievements": _achievements,
}


def found() -> list[Path]:
    """The cases of the things below; a folder of another thing belongs to a test of its own (web: `test_web_cases`)."""
    return sorted(path for thing in THINGS for path in CASES.glob(f"{thing}/*") if path.is_dir())


@pytest.mark.parametrize("case", found(), ids=[f"{case.parent.name}/{case.name}" for case in found()])
def test_a_case_gives_what_its_expected_file_says(case: Path, samples: Path, request: pytest.FixtureRequest) -> None:
    assert (case / "note.md").read_text("utf-8").strip(), "a case says in note.md why it is here"
    actual = json.loads(json.dumps(THINGS[case.parent.name](_input(case, samples))))
    expected = case / "expected.json"
    if request.config.getoption("--update-cases"):
        expected.write_text(_shown(actual), "utf-8")
    assert expected.exists(), "no expected.json yet: run pytest --update-cases, then read what it wrote"
    assert _shown(actual) == expected.read_text("utf-8")


def _input(case: Path, samples: Path) -> Path:
    given = next(case.glob("input.*"))
    if given.suffix != ".toml":
        return given
    named: str = tomllib.loads(given.read_text("utf-8"))["sample"]
    return samples / named


def _tag(record: dict[str, Any]) -> dict[str, Any]:
    """What the labelling contract compares, and the attributes that differ from its defaults."""
    defaults = {"level": "unknown", "scope": "studio", "approx": "exact", "unquantified": False}
    shown = ("category", "quantity", "quantity_max", "from", "to", "unit", "object", "currency", "grade", "rank", "status")
    kept = {key: record[key] for key in shown if record[key] is not None}
    kept.update({key: record[key] for key, default in defaults.items() if record[key] not in (default, None)})
    return {**kept, "evidence": record["evidence"]}


def _json(value: Any) -> bytes:
    return msgspec.json.encode(value)


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
