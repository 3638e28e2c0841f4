"""What people set right, as labelled sentences: a corpus of its own beside the one that the tagger comes with.

Four ways in: the workbook of a run with its column of marks, labelled sentences (JSON Lines, as `corpus/labelled/`), an export of
Label Studio (JSON) and one of doccano (JSON Lines). In the last two a label is a category, with a status behind a colon where it
is not achieved (``ip_right:applied``); number and unit are read from the marked words. Two ways out: what the tagger found, as
tasks for either tool.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from openpyxl import load_workbook

from classifiers.quantities import quantities
from corpus import tables
from pipeline.document import Category, Status
from pipeline.errors import ConfigError
from pipeline.render.columns import ACHIEVEMENTS
from pipeline.script import to_simplified

Label = dict[str, Any]
STATUSES = get_args(Status)
CATEGORIES = get_args(Category)


def read(path: Path) -> list[Label]:
    """The sentences of a file of corrections. Raises ConfigError for one that is none of the four, with the place."""
    try:
        if path.suffix == ".xlsx":
            return list(_workbook(path))
        text = path.read_text("utf-8")
        if text.lstrip().startswith("["):
            return [_tool_task(task) for task in json.loads(text) if task.get("annotations")]
        return [_line(json.loads(line)) for line in text.splitlines() if line.strip()]
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(
            f"{path}: not labelled sentences, an export of Label Studio or doccano, or a workbook: {error}"
        ) from error


def tasks(tagged: Iterable[Label], tool: str) -> Iterator[bytes]:
    """Answers of the tagger as what Label Studio (one JSON list) or doccano (a line each) imports, labels set."""
    if tool == "label-studio":
        yield json.dumps([_label_studio(row) for row in tagged], ensure_ascii=False, indent=1).encode()
        return
    for row in tagged:
        spans = [[*one["span"], _named(one)] for one in row["achievements"]]
        yield json.dumps({"id": row["id"], "text": row["text"], "label": spans}, ensure_ascii=False).encode()


def _label_studio(row: Label) -> Label:
    text = row["text"]
    result = [
        {
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": start, "end": end, "text": text[start:end], "labels": [_named(one)]},
        }
        for one in row["achievements"]
        for start, end in (one["span"],)
    ]
    return {"data": {"id": row["id"], "text": text, "doc": row.get("doc")}, "predictions": [{"result": result}]}


def _named(one: Label) -> str:
    return str(one["category"]) if one["status"] == "achieved" else f"{one['category']}:{one['status']}"


def _line(row: Label) -> Label:
    """A line of ours as it is; one of doccano by its spans."""
    if "achievements" in row:
        unknown = {one["category"] for one in row["achievements"]} - set(CATEGORIES)
        if unknown:
            raise ValueError(f"no category {', '.join(sorted(unknown))}")
        return _whole(row)
    spans = [(start, end, name) for start, end, name in (row.get("label") or row.get("labels") or [])]
    return _whole({"id": row.get("id"), "text": row["text"], "achievements": list(_spans(row["text"], spans))})


def _tool_task(task: Label) -> Label:
    text = task["data"]["text"]
    values = [one["value"] for one in task["annotations"][0]["result"] if one.get("type") == "labels"]
    spans = [(value["start"], value["end"], name) for value in values for name in value["labels"]]
    told = {"id": task["data"].get("id", task.get("id")), "text": text, "achievements": list(_spans(text, spans))}
    return _whole(told | ({"doc": task["data"]["doc"]} if task["data"].get("doc") else {}))


def _spans(text: str, spans: Sequence[tuple[int, int, str]]) -> Iterator[Label]:
    for start, end, name in spans:
        category, _, status = name.partition(":")
        if category not in CATEGORIES or (status and status not in STATUSES):
            raise ValueError(f"no label {name!r}; a label is a category, or category:status")
        yield {"category": category, **({"status": status} if status else {}), **_figure(text[start:end])}


def _figure(words: str) -> Label:
    """Number and unit of the first quantity of some words."""
    found = next(iter(quantities(to_simplified(words))), None)
    if found is None:
        return {"quantity": None, "unit": None}
    if found.is_change:
        return {"quantity": None, "unit": found.unit, "from": found.change_from, "to": found.change_to}
    return {"quantity": found.value, "unit": found.unit}


def _whole(row: Label) -> Label:
    """A sentence with every key that training and evaluation read."""
    identity = str(row.get("id") or row["text"])
    return {"title": "", "subject": "", "helpers": [], **row, "id": identity, "doc": str(row.get("doc") or identity)}


# the workbook of a run


def _workbook(path: Path) -> Iterator[Label]:
    """The sentences whose every achievement has a mark: those that are right stand, those that are wrong do not.

    A comment that names a category, in either script, moves the achievement there.
    """
    book = load_workbook(path, read_only=True, data_only=True)
    rows = [row for sheet in book.worksheets for row in _marked(sheet.iter_rows(values_only=True))]
    book.close()
    sentences: dict[tuple[str, str], list[Label]] = {}
    for row in rows:
        sentences.setdefault((str(row["file"]), str(row["sentence"])), []).append(row)
    for (file, text), told in sentences.items():
        if all(row["mark"] in ("right", "wrong") for row in told):
            yield _whole({"id": f"{file} {text}", "doc": file, "text": text, "achievements": list(_kept(told))})


def _kept(told: Sequence[Label]) -> Iterator[Label]:
    for row in told:
        moved = _category(str(row.get("comment") or ""))
        category = moved or (_category(str(row["category"])) if row["mark"] == "right" else None)
        if category is not None:
            status = _key("status", str(row["status"] or ""))
            yield {"category": category, **({"status": status} if status else {}), **_figure(str(row["words"]))}


def _marked(rows: Iterator[tuple[Any, ...]]) -> Iterator[Label]:
    """The rows of a sheet that has a column of marks, by the keys of its columns."""
    names: list[str] = []
    for row in rows:
        if not names:
            told = [_column(str(cell or "")) for cell in row]
            names = told if {"mark", "sentence", "words"} <= set(told) else []
            continue
        found = dict(zip(names, row, strict=False))
        if found.get("sentence"):
            yield {**found, "mark": _key("ui", str(found.get("mark") or ""))}


def _column(title: str) -> str:
    """The key of a column of the sheet of achievements, by its title in either script."""
    keys = {key for key, _ in ACHIEVEMENTS}
    told = (row for row in tables.rows("labels") if row["group"] == "ui" and row["key"] in keys)
    return next((row["key"] for row in told if title in (row["hans"], row["hant"])), "")


def _category(words: str) -> str | None:
    key = _key("category", words.strip()) or _key("category_short", words.strip()) or words.strip()
    return key if key in CATEGORIES else None


def _key(group: str, words: str) -> str | None:
    """The key of a label in either script."""
    plain = re.sub(r"\s", "", words)
    return next(
        (row["key"] for row in tables.rows("labels") if row["group"] == group and plain in (row["hans"], row["hant"])), None
    )
