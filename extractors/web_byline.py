"""Title and byline of a web page: what it prints around its headline, and what its head says as data."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.byline import date_in, from_lines, publisher_in
from extractors.byline_names import authors_in, editors_in, is_name
from extractors.web_blocks import Run
from extractors.web_head import Head
from extractors.web_prose import squeezed
from pipeline.document import Byline, Role

DATES = (
    "article:published_time", "publishdate", "pubdate", "publish_time", "publishtime", "publish-date", "pubtime",
    "firstpublishedtime",    "datepublished", "og:release_date", "og:published_time", "weibo:article:create_at",
    "date", "dc.date", "article:modified_time",
)  # fmt: skip
SOURCES = (
    "source",
    "contentsource",
    "mediaid",
    "article:publisher",
    "publisher",
    "copyright",
    "og:site_name",
    "application-name",
)
WRITERS = ("article:author", "og:article:author", "author", "dc.creator", "byl", "weibo:article:author")
EDITORS = ("editor", "article:editor", "editorname", "contenteditor")
AROUND = 12
"""Runs on either side of the headline that may hold the byline."""
JOINTS = re.compile(r"[_|｜丨»>–—]|\s-\s|--|-(?=[^-]{2,20}$)")


def title(runs: Sequence[Run], at: int, head: Head) -> str:
    """The headline as the page prints it; else as its head says, without the site's name."""
    if at >= 0:
        return runs[at].text
    declared = head.first("og:title") or head.data.get("headline", "") or head.title
    return max(map(str.strip, JOINTS.split(declared)), key=len) if declared else ""


def byline(runs: Sequence[Run], roles: Sequence[Role | None], at: int, head: Head) -> Byline:
    """The byline of the page whose visible `runs` have these roles and whose headline is the run `at`."""
    body = [i for i, role in enumerate(roles) if role is None]
    start = at if at >= 0 else (body[0] if body else 0)
    near = range(max(0, start - AROUND // 3), min(len(runs), start + AROUND))
    printed = [runs[i].text for i in near if i != at and (roles[i] is not None or len(runs[i].text) < 80)]
    printed += [run.text for run, role in zip(runs, roles, strict=True) if role == "byline"]
    found = from_lines(printed, body=[runs[i].text for i in body])
    return _completed(found, head)


def _completed(found: Byline, head: Head) -> Byline:
    """What is not printed is taken from the head; a declared date that only adds to the printed one is better."""
    declared = _declared_date(head)
    if declared.startswith(found.published):
        found = replace(found, published=declared)
    if not found.publisher:
        found = replace(found, publisher=_declared_source(head))
    if not found.authors:
        found = replace(found, authors=_declared_writers(head, found.publisher))
    if not found.editors:
        found = replace(found, editors=editors_in("编辑：" + (head.first(*EDITORS) or head.data.get("editor", ""))))
    return replace(found, address=head.address)


def _declared_date(head: Head) -> str:
    values = (*(head.meta.get(name, "") for name in DATES), head.data.get("datePublished", ""))
    return next(filter(None, (date_in(value) for value in values if value)), "")


def _declared_source(head: Head) -> str:
    for name in SOURCES:
        value = head.meta.get(name, "")
        if value and not value.startswith(("http", "www.")) and len(value) <= 30:
            return publisher_in(value) or value
    return head.data.get("publisher", "")[:30]


def _declared_writers(head: Head, publisher: str) -> tuple[str, ...]:
    value = head.first(*WRITERS) or head.data.get("author", "")
    if not value or value.startswith("http") or len(value) > 40 or squeezed(value) in squeezed(publisher + head.first(*SOURCES)):
        return ()
    return authors_in("作者：" + value) or tuple(part for part in map(str.strip, re.split("[,，、;；]", value)) if is_name(part))
