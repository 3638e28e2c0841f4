"""The cleaned pages of a workspace given out: one JSON-lines file, or a folder with a file a page and a list of them.

Files are named for the page's id, never for the names that came with it; the list says which is which.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from pipeline.clean import CleanFormat, converted, rendered
from pipeline.editing.store_pages import Page, Pages
from pipeline.errors import WorkspaceError
from pipeline.recording import byline_record
from pipeline.render import sides
from pipeline.render.formulas import as_text
from pipeline.script import Target

ENDINGS: dict[CleanFormat, str] = {"text": ".txt", "markdown": ".md", "html": ".html"}
LIST = "pages.csv"
COLUMNS = ("id", "file", "path", "state", "reasons", "title", "publisher", "authors", "published", "reporters", "editors",
           "address", "script", "letters", "cut", "copy_of", "categories")  # fmt: skip


def json_lines(pages: Pages, *, to: Target) -> Iterator[bytes]:
    """Each page as one JSON object: the keys of `clean --format json`, and id, path, state, reasons and copy_of."""
    for page in pages.all():
        found = converted(page.cleaned, to)
        row = {
            "id": page.record.id,
            "path": page.record.path,
            "state": page.record.state,
            "reasons": page.record.reasons,
            "copy_of": _copy_of(page),
            "title": found.title,
            "byline": byline_record(found.byline),
            "script": found.script,
            "text": found.text,
        }
        yield msgspec.json.encode(row | ({"doubtful": found.doubtful} if found.doubtful else {}))


def write_folder(pages: Pages, folder: Path, *, style: CleanFormat, to: Target) -> int:
    """A file for each page that has text, in folders of a few hundred, and `pages.csv`. Returns how many files there are.

    Raises WorkspaceError for a folder that cannot be written.
    """
    rows: list[tuple[str, ...]] = []
    count = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for page in pages.all():
            file = ""
            if page.cleaned.paragraphs or style == "html":
                file = f"{page.record.id[:2]}/{page.record.id}{ENDINGS[style]}"
                _write(folder / file, _text(page, style, to))
                count += 1
            rows.append(_row(page, file))
        _write(folder / LIST, _table(rows))
    except OSError as error:
        raise WorkspaceError(f"{folder} cannot be written: {error.strerror}") from error
    return count


def categories(page: Page) -> tuple[str, ...]:
    """The categories of the page's achievements, in order of how many there are."""
    names = [found.category for found in page.record.achievements]
    return tuple(sorted(dict.fromkeys(names), key=_by_count(names)))


def _text(page: Page, style: CleanFormat, to: Target) -> str:
    if style == "html":
        return sides.page(page.record)
    front = {"source": page.record.path.rpartition("!")[2], "copy_of": _copy_of(page), "categories": list(categories(page))}
    return rendered(converted(page.cleaned, to), style, front=front) + "\n"


def _row(page: Page, file: str) -> tuple[str, ...]:
    record, cleaned = page.record, page.cleaned
    letters = len(cleaned.text)
    return (
        record.id, file, record.path, record.state, " ".join(found.code for found in record.reasons), cleaned.title,
        cleaned.byline.publisher, "、".join(cleaned.byline.authors), cleaned.byline.published,
        "、".join(cleaned.byline.reporters), "、".join(cleaned.byline.editors), cleaned.byline.address, cleaned.script,
        str(letters), str(max(0, len(record.text) - letters)), _copy_of(page), " ".join(categories(page)),
    )  # fmt: skip


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    writer.writerows([as_text(value) for value in row] for row in rows)
    return "\ufeff" + stream.getvalue()  # Excel takes UTF-8 for what it is by this mark


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _copy_of(page: Page) -> str:
    return "" if page.lead in {"", page.record.id} else page.lead


def _by_count(names: Sequence[str]) -> Callable[[str], tuple[int, str]]:
    def key(name: str) -> tuple[int, str]:
        return -names.count(name), name

    return key
