"""Bylines of pages drawn here around labelled lines (`corpus/labelled/bylines`): how many of each field are right."""

import json
from html import escape
from importlib.resources import files
from typing import Any

from extractors import web
from extractors.registry import Context

BODY = (
    "入夏以来，泵站的老机组一天也没有停过。",
    "值班的人把每一次异响都记在本子上，记了整整四十页。",
    "入秋检修时，他们照着本子换掉了三只轴承。",
)
FLOORS = {"publisher": 24, "authors": 22, "reporters": 23, "editors": 24, "published": 24, "address": 24}
"""Of 24 pages; an update never lowers them."""


def rows() -> list[dict[str, Any]]:
    text = files("corpus").joinpath("labelled", "bylines", "pages.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def page(row: dict[str, Any]) -> bytes:
    above = "".join(f"<p>{escape(line)}</p>" for line in row["above"])
    below = "".join(f"<p>{escape(line)}</p>" for line in row["below"])
    text = "".join(f"<p>{line}</p>" for line in BODY)
    head = f'<meta charset="utf-8"><title>本子上的四十页</title>{row["head"]}'
    return f"<html><head>{head}</head><body><h1>本子上的四十页</h1>{above}<div>{text}</div>{below}</body></html>".encode()


def test_the_fields_of_bylines_are_at_least_as_often_right_as_they_were() -> None:
    right = dict.fromkeys(FLOORS, 0)
    wrong: list[tuple[str, object, object]] = []
    for row in rows():
        found = web.extract(page(row), Context()).byline
        for field in FLOORS:
            value = getattr(found, field)
            made = list(value) if isinstance(value, tuple) else value
            right[field] += made == row[field]
            wrong += [] if made == row[field] else [(field, row[field], made)]
    assert {field: right[field] >= floor for field, floor in FLOORS.items()} == dict.fromkeys(FLOORS, True), (right, wrong)


def test_a_browser_that_saved_a_page_left_its_address() -> None:
    saved = b"<!DOCTYPE html>\n<!-- saved from url=(0034)https://news.example.cn/a/20240101.htm -->\n" + page(rows()[0])
    assert web.extract(saved, Context()).byline.address == "https://news.example.cn/a/20240101.htm"
