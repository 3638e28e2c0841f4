"""The sample packets and articles, made from the readable sources in this folder.

``python -m corpus.samples.build OUT_DIR`` writes ``OUT_DIR/packets/`` (a drop folder of five packets) and
``OUT_DIR/articles/`` (ten saved news articles). Every place, firm and person in them is made up. The same sources give
the same bytes.

A packet is a folder here with a `packet.toml`: its name in the drop folder, whether it is zipped, and its files, each with
how it is made. An article is a folder with a `page` file, which is copied in the encoding its `gold.toml` names. `gold.toml`
and `body.txt` say what a careful reader finds in it: see `corpus.samples.gold`.
"""

import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from corpus.samples.archive import packed, packed_in
from corpus.samples.report import photo, report, scan
from corpus.samples.word import form
from corpus.samples.workbook import workbook

HOME = Path(__file__).parent
File = dict[str, Any]


def build(folder: Path) -> None:
    """Write every packet and article below `folder`."""
    for name, data in (*packets(), *articles()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def packets() -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each file of each packet; a zipped packet is one file."""
    for source in sorted((HOME / "packets").iterdir()):
        described = tomllib.loads((source / "packet.toml").read_text("utf-8"))
        files = [(file["path"], made(source, file)) for file in described["file"]]
        if "zip_names" in described:
            yield f"packets/{described['name']}.zip", packed_in(described["zip_names"], files)
        else:
            yield from ((f"packets/{described['name']}/{path}", data) for path, data in files)


def articles() -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each article."""
    for source in sorted((HOME / "articles").iterdir()):
        gold = tomllib.loads((source / "gold.toml").read_text("utf-8"))
        page = next(source.glob("page.*"))
        name = f"articles/{source.name}{page.suffix}"
        yield name, encoded(page.read_text("utf-8"), gold["encoding"])


def made(source: Path, file: File) -> bytes:
    """The bytes of one file of a packet, cut short where `cut` says so."""
    data = MAKERS[file["make"]](source, file)
    return data[: len(data) * file["cut"] // 100] if "cut" in file else data


def encoded(text: str, encoding: str) -> bytes:
    """`text` as a Windows program would save it: old encodings have lines that end in CR LF."""
    return (text if encoding == "utf-8" else text.replace("\n", "\r\n")).encode(encoding)


def _form(source: Path, file: File) -> bytes:
    return form(tomllib.loads((source / file["source"]).read_text("utf-8")))


def _report(source: Path, file: File) -> bytes:
    text = (source / file["source"]).read_text("utf-8")
    return report(text, script=file["script"], head=file["head"], password=file.get("password", ""))


def _scan(source: Path, file: File) -> bytes:
    del source, file
    return scan()


def _photo(source: Path, file: File) -> bytes:
    del source, file
    return photo()


def _workbook(source: Path, file: File) -> bytes:
    return workbook((sheet["name"], (source / sheet["source"]).read_text("utf-8")) for sheet in file["sheet"])


def _text(source: Path, file: File) -> bytes:
    return encoded((source / file["source"]).read_text("utf-8"), file["encoding"])


def _zip(source: Path, file: File) -> bytes:
    members = [(member["path"], made(source, member)) for member in file["file"]]
    return packed_in(file["zip_names"], members) if "zip_names" in file else packed(members)


def _old_word(source: Path, file: File) -> bytes:
    """The head of an old Word file: enough to know the kind by."""
    del source, file
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def _empty(source: Path, file: File) -> bytes:
    del source, file
    return b""


MAKERS: dict[str, Callable[[Path, File], bytes]] = {
    "form": _form,
    "report": _report,
    "scan": _scan,
    "photo": _photo,
    "workbook": _workbook,
    "text": _text,
    "zip": _zip,
    "old_word": _old_word,
    "empty": _empty,
}


def main() -> None:
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        raise SystemExit("usage: python -m corpus.samples.build OUT_DIR")
    build(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
