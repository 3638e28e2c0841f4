"""What people set right comes in from a workbook, from our own lines and from two tools, and goes out to the tools."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from corpus import corrections
from pipeline.errors import ConfigError
from pipeline.texts import Given, tagged
from pipeline.wording.labels import label

TEXT = "工作室申请专利8项，获奖3项。"
GOLD = [
    {"category": "ip_right", "status": "applied", "quantity": 8, "unit": "项"},
    {"category": "award_result", "quantity": 3, "unit": "项"},
]


def written(folder: Path, name: str, content: Any) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def test_our_own_lines_come_in_with_every_key_that_training_reads(tmp_path: Path) -> None:
    (row,) = corrections.read(written(tmp_path, "own.jsonl", {"id": 7, "text": TEXT, "achievements": GOLD}))
    assert row["achievements"] == GOLD
    assert (row["id"], row["doc"], row["title"], row["helpers"]) == ("7", "7", "", [])


def test_an_export_of_doccano_comes_in_with_number_and_unit_read_from_the_words(tmp_path: Path) -> None:
    line = {"id": 1, "text": TEXT, "label": [[3, 9, "ip_right:applied"], [10, 14, "award_result"]]}
    (row,) = corrections.read(written(tmp_path, "doccano.jsonl", line))
    assert row["achievements"] == GOLD


def test_an_export_of_label_studio_comes_in(tmp_path: Path) -> None:
    regions = [
        {"type": "labels", "value": {"start": 3, "end": 9, "text": TEXT[3:9], "labels": ["ip_right:applied"]}},
        {"type": "labels", "value": {"start": 10, "end": 14, "text": TEXT[10:14], "labels": ["award_result"]}},
    ]
    done = {"id": 5, "data": {"text": TEXT, "doc": "a"}, "annotations": [{"result": regions}]}
    untouched = {"id": 6, "data": {"text": "合影。"}, "annotations": []}
    (row,) = corrections.read(written(tmp_path, "studio.json", [done, untouched]))
    assert (row["achievements"], row["doc"]) == (GOLD, "a")


def test_a_change_of_figures_comes_in_with_both_ends(tmp_path: Path) -> None:
    line = {"text": "合格率由92%提至99%。", "label": [[0, 11, "quality_social"]]}
    (row,) = corrections.read(written(tmp_path, "one.jsonl", line))
    assert row["achievements"] == [{"category": "quality_social", "quantity": None, "unit": "%", "from": 92, "to": 99}]


@pytest.mark.parametrize("content", ['{"text": "甲", "label": [[0, 1, "no_such"]]}', "{", '{"id": 1}', '[{"annotations": [1]}]'])
def test_a_file_that_is_no_corrections_is_named(tmp_path: Path, content: str) -> None:
    path = written(tmp_path, "wrong.jsonl", content)
    with pytest.raises(ConfigError, match=r"wrong\.jsonl"):
        corrections.read(path)


@pytest.mark.parametrize("script", ["hans", "hant"])
def test_a_workbook_gives_the_sentences_that_were_marked_throughout(tmp_path: Path, script: str) -> None:
    keys = ("file", "words", "sentence", "category", "status", "mark", "comment")
    short = {key: label("category_short", key, script=script) for key in ("ip_right", "award_result", "honor_title")}
    right, wrong = (label("ui", verdict, script=script) for verdict in ("right", "wrong"))
    done = label("status", "achieved", script=script)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([label("ui", key, script=script) for key in keys])
    sheet.append(["a.docx", "获奖3项", "获奖3项，命名2个。", short["award_result"], done, right, None])
    sheet.append(["a.docx", "命名2个", "获奖3项，命名2个。", short["award_result"], done, wrong, short["honor_title"]])
    sheet.append(["a.docx", "专利8项", "专利8项。", short["ip_right"], done, wrong, None])
    sheet.append(["a.docx", "专利9项", "专利9项。", short["ip_right"], done, None, None])
    path = tmp_path / "run.xlsx"
    book.save(path)
    found = {row["text"]: row["achievements"] for row in corrections.read(path)}
    assert found == {
        "获奖3项，命名2个。": [
            {"category": "award_result", "status": "achieved", "quantity": 3, "unit": "项"},
            {"category": "honor_title", "status": "achieved", "quantity": 2, "unit": "个"},
        ],
        "专利8项。": [],
    }


@pytest.mark.parametrize("tool", ["label-studio", "doccano"])
def test_what_goes_out_to_a_tool_comes_back_as_it_was_told(tmp_path: Path, tool: str) -> None:
    (answer,) = tagged([Given("a", "工作室申请专利8项，发表论文3篇。")])
    told = [(one["category"], one["quantity"], one["status"]) for one in answer["achievements"]]
    out = b"\n".join(corrections.tasks([answer], tool)).decode()
    if tool == "label-studio":
        (task,) = json.loads(out)
        out = json.dumps([task | {"annotations": task["predictions"]}], ensure_ascii=False)
    (row,) = corrections.read(written(tmp_path, "back.jsonl", out))
    assert [(one["category"], one["quantity"], one.get("status", "achieved")) for one in row["achievements"]] == told
