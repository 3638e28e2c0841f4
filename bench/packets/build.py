"""Packets with gold, made from the TOML files in the folders of `PARTS`: ``python -m bench.packets.build OUT_DIR``.

A file of a packet is described by `make`: `form` (Word), `pdf` (Markdown with ruled tables), `picture` (such a page scanned;
with `photo` held before a telephone, with `grey` copied in black and white), `xlsx` (sheets as TSV), `txt`, `html`, `zip`
(files in it), `copy` (of another file), `scan` (without text), `empty`. `kin` names packets of the same applicant.
Everything in them is made up.

Gold stands in the text itself: ``{{f|words}}`` says that these words tell the fact `f`; the marks are taken out and kept as
mentions, so that every two mentions of one fact are a pair to be merged, and every two of different facts one to be kept apart.
``{zl:202120445566}`` becomes a patent number with its check digit, ``{ZL:…}`` one set apart by blanks, ``{sq:…}`` an
application number.

Rows of a Word table are lines with `` | `` between cells: ``^`` goes on from above, ``#`` begins a cell merged downwards,
``>3`` covers three columns, ``\\n`` begins a paragraph.
"""

import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.packets.drawn_page import Page, as_file, drawn
from corpus.samples.archive import packed, packed_in
from corpus.samples.build import encoded
from corpus.samples.report import report, scan
from corpus.samples.word import form
from corpus.samples.workbook import workbook

HOME = Path(__file__).parent
PARTS = ("making", "held", "fresh", "second", "third", "fourth", "fifth")
"""Packets that were looked at while the code was made, and five draws that were written before they were first measured."""

_MENTION = re.compile(r"\{\{(\w+)\|(.+?)\}\}")
_NUMBER = re.compile(r"\{(zl|ZL|sq):(\d{12})\}")
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of one file that tell a fact."""

    fact: str
    path: str
    words: str
    nth: int
    """How often the same words stand before them in the file."""


Sheet = bytes | Page
"""A PDF with its letters, or a page that was drawn letter by letter and then scanned."""


@dataclass(frozen=True, slots=True)
class Made:
    """One packet: its part, name, files by path in the drop folder, gold and mentions."""

    part: str
    name: str
    files: tuple[tuple[str, bytes], ...]
    gold: dict[str, Any]
    mentions: tuple[Mention, ...]
    sheets: dict[str, Sheet]
    """What is known of the pages of each file on whose pages places can be checked, by its path."""


def packets(*parts: str) -> list[Made]:
    """Every packet of `parts`, else of all, those for making first."""
    return [_made(part, source) for part in parts or PARTS for source in sorted((HOME / part).glob("*.toml"))]


def write(folder: Path, made: Made) -> None:
    """The packet's files below `folder`."""
    for name, data in made.files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _made(part: str, source: Path) -> Made:
    gold = tomllib.loads(source.read_text("utf-8"))
    mentions: list[Mention] = []
    sheets: dict[str, Sheet] = {}
    files = _files(gold.pop("file"), "", mentions, sheets)
    name = gold["name"]
    if "zip" in gold:
        found = ((f"{name}.zip", packed_in(gold["zip"], files) if gold["zip"] != "utf-8" else packed(files)),)
    else:
        found = tuple((f"{name}/{path}", data) for path, data in files)
    return Made(part, name, tuple(found), gold, tuple(mentions), sheets)


def _files(
    described: list[dict[str, Any]], prefix: str, mentions: list[Mention], sheets: dict[str, Sheet]
) -> list[tuple[str, bytes]]:
    files: dict[str, bytes] = {}
    for file in described:
        path = file["path"]
        if file["make"] == "copy":
            files[path] = files[file["of"]]
        elif file["make"] == "zip":
            members = _files(file["file"], f"{prefix}{path}!", mentions, sheets)
            files[path] = packed_in(file["names"], members)
        else:
            described_plain = _plain(file, _Marks(f"{prefix}{path}", mentions))
            files[path] = _bytes(described_plain)
            if file["make"] == "pdf" and not file.get("password"):
                sheets[f"{prefix}{path}"] = files[path]
            elif file["make"] == "picture" and not file.get("photo"):
                sheets[f"{prefix}{path}"] = drawn(described_plain["text"], described_plain["head"])
    return list(files.items())


@dataclass(slots=True)
class _Marks:
    """The marks of one file as they are taken out, in reading order."""

    path: str
    mentions: list[Mention]
    before: str = ""
    """The file's text so far, without blanks."""

    def plain(self, text: str) -> str:
        start = 0
        for match in _MENTION.finditer(text):
            self._pass(text[start : match.start()])
            words = "".join(match[2].split())
            self.mentions.append(Mention(match[1], self.path, match[2], self.before.count(words)))
            self._pass(match[2])
            start = match.end()
        self._pass(text[start:])
        return _NUMBER.sub(_numbered, _MENTION.sub(r"\2", text))

    def _pass(self, text: str) -> None:
        self.before += "".join(text.split())


def _plain(value: Any, marks: _Marks) -> Any:
    """`value` with the marks taken out of every string; the mentions are noted."""
    if isinstance(value, dict):
        return {key: _plain(each, marks) if key != "path" else each for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each, marks) for each in value]
    return marks.plain(value) if isinstance(value, str) else value


def _numbered(match: re.Match[str]) -> str:
    digits = match[2]
    rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11
    check = "X" if rest == 10 else str(rest)
    if match[1] == "ZL":
        return f"ZL {digits[:4]} {digits[4]} {digits[5:]}.{check}"
    return f"{'ZL' if match[1] == 'zl' else ''}{digits}.{check}"


def _bytes(file: dict[str, Any]) -> bytes:
    kind = file["make"]
    if kind == "form":
        parts = [{**part, "table": _rows(part["rows"])} if "rows" in part else part for part in file["part"]]
        return form({"title": file["title"], "header": file.get("header", ""), "part": parts})
    if kind == "pdf":
        return _report(file)
    if kind == "picture":
        page = drawn(file["text"], file["head"])
        return as_file(
            page, file["path"], seal=file.get("seal", ""), photo=file.get("photo", False), grey=file.get("grey", False)
        )
    if kind == "xlsx":
        return workbook((sheet["name"], sheet["text"]) for sheet in file["sheet"])
    if kind in ("txt", "html"):
        return encoded(file["text"].lstrip("\n"), file.get("encoding", "utf-8"))
    return scan() if kind == "scan" else b""


def _report(file: dict[str, Any]) -> bytes:
    script = file.get("script", "hans")
    return report(_blocks(file["text"]), script=script, head=file["head"], password=file.get("password", ""))


def _blocks(text: str) -> str:
    """Markdown with a blank line between blocks; rows of a table stay together."""
    lines = [line for line in text.split("\n") if line.strip()]
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    return "".join(line + ("\n" if line[0] == after[:1] == "|" else "\n\n") for line, after in pairs).strip()


def _rows(text: str) -> list[list[Any]]:
    return [[_cell(cell.strip(" ")) for cell in line.split("|")] for line in text.strip("\n").split("\n")]


def _cell(text: str) -> Any:
    if text == "^":
        return "^"
    match = re.fullmatch(r"(#?)(.*?)(?:>(\d+))?", text, re.DOTALL)
    assert match is not None
    words = match[2].replace("\\n", "\n")
    if not match[1] and not match[3]:
        return words
    return {"text": words, **({"rows": True} if match[1] else {}), **({"columns": int(match[3])} if match[3] else {})}


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        raise SystemExit("usage: python -m bench.packets.build OUT_DIR")
    for each in packets():
        write(Path(sys.argv[1]) / each.part, each)
