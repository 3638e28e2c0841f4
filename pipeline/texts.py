"""Texts that a caller gives one a line, as `xingping tag` and `xingping lines` take them.

Lines of one ``doc``, in order, are one document: each is the others' context. Offsets that come back count in the text as
it was given.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from pipeline.clean import kept_text
from pipeline.document import BODY_ROLES, Document, Line, Role
from pipeline.errors import ConfigError
from pipeline.process import Annotator, from_texts, stage
from pipeline.recording import achievement_record, shifted
from pipeline.view import Span


class Given(msgspec.Struct, frozen=True):
    """One line of input."""

    id: str | int
    text: str
    doc: str | int | None = None
    title: str = ""
    subject: str = ""


def read(lines: Iterable[bytes | str]) -> list[Given]:
    """Lines of JSON as values; blank ones are passed over. Raises ConfigError that names the line."""
    given: list[Given] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given.append(msgspec.json.decode(line, type=Given))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"line {number}: {error}; a line is an object with at least id and text") from error
    return given


def tagged(given: Sequence[Given], *, models: str = "") -> Iterator[dict[str, Any]]:
    """Each line with `achievements` and `helpers`, in the order given; `models` is a folder of other models than its own."""
    annotate = Annotator([stage("mend", join=False), stage("script"), stage("sentences"), stage("achievements", models=models)])
    answers: dict[int, dict[str, Any]] = {}
    for places in _documents(given):
        document, spans = _opened([given[place] for place in places])
        lines = tuple(Line(span, "body", (), ("given as text",)) for span in spans if span.end > span.start)
        document = annotate(replace(document, lines=lines))
        _raise_internal(document)
        for place, span in zip(places, spans, strict=True):
            answers[place] = _tags(document, span, given[place])
    yield from (answers[place] for place in range(len(given)))


def classified(given: Sequence[Given], **options: bool) -> Iterator[dict[str, Any]]:
    """Each line with its `role`, what is kept of it (nothing of a line that is no body), its `cuts` and the reasons."""
    annotate = Annotator([stage("mend", join=False), stage("script"), stage("lines", **options)])
    answers: dict[int, dict[str, Any]] = {}
    for places in _documents(given):
        document, spans = _opened([given[place] for place in places])
        document = annotate(document)
        _raise_internal(document)
        for place, span in zip(places, spans, strict=True):
            answers[place] = _role(document, span, given[place])
    yield from (answers[place] for place in range(len(given)))


def _documents(given: Sequence[Given]) -> Iterator[list[int]]:
    """The places in `given` of each document's lines."""
    groups: dict[tuple[str, str], list[int]] = {}
    for place, line in enumerate(given):
        key = ("line", str(place)) if line.doc is None else ("doc", str(line.doc))
        groups.setdefault(key, []).append(place)
    yield from groups.values()


def _opened(given: Sequence[Given]) -> tuple[Document, tuple[Span, ...]]:
    title = next((line.title for line in given if line.title), "")
    subject = next((line.subject for line in given if line.subject), "")
    return from_texts([line.text for line in given], title=title, subject=subject)


def _tags(document: Document, span: Span, given: Given) -> dict[str, Any]:
    inside = [found for found in document.achievements if span.start <= found.span.start < span.end]
    records = []
    for found in inside:
        record = msgspec.to_builtins(achievement_record(document, found, base=span.start))
        start, end = record["span"]
        records.append({**record, "evidence": given.text[start:end]})
    helpers = [
        {"label": found.label, "span": shifted(found.span, span.start)}
        for found in document.helpers
        if span.start <= found.span.start < span.end
    ]
    return {**_echo(given), "achievements": records, "helpers": helpers}


def _role(document: Document, span: Span, given: Given) -> dict[str, Any]:
    inside = [line for line in document.lines if span.start <= line.span.start < max(span.end, span.start + 1)]
    role: Role = inside[0].role if inside else "body"
    cuts = [(*shifted(cut.span, span.start), cut.role, cut.why) for line in inside for cut in line.cuts]
    why = [reason for line in inside for reason in line.why] or ["nothing but blanks"]
    keep = " ".join(kept_text(document, line) for line in inside if line.role in BODY_ROLES or line.role == "title")
    return {**_echo(given), "role": role, "keep": keep, "cuts": cuts, "why": why}


def _echo(given: Given) -> dict[str, Any]:
    """The line as it was given, without the keys it left out."""
    line = {"id": given.id, "text": given.text, "doc": given.doc, "title": given.title, "subject": given.subject}
    return {key: value for key, value in line.items() if key in {"id", "text"} or value}


def _raise_internal(document: Document) -> None:
    """A stage that broke on given text is our own fault and is shown, not passed over."""
    if document.reasons:
        raise RuntimeError(document.reasons[0].detail)
